import { afterEach, describe, expect, it } from 'vitest';
import { whoIs } from '../../../src/features/session/who-is';
import { roles } from '../../../src/shared/api/role';
import { locale } from '../../../src/shared/i18n/locale';

describe('who is logged in', () => {
  afterEach(() => {
    roles.value = undefined;
  });

  it('is told with the role, unless the name is the role', () => {
    locale.choose('es');
    expect(whoIs({ user: 'mgarcia', role: 'operator', mustChangePassword: false })).toBe('mgarcia · operador');
    expect(whoIs({ user: 'Operador', role: 'operator', mustChangePassword: false })).toBe('Operador');
    expect(whoIs({ user: 'operador', role: 'supervisor', mustChangePassword: false })).toBe('operador · supervisor');
  });

  it('has at a station the role there, where there are roles for single ones', () => {
    locale.choose('es');
    const session = { user: 'ana', role: 'supervisor', all: 'viewer', stations: [{ site: 's', role: 'supervisor' }], mustChangePassword: false } as const;
    roles.value = { ...session, stations: [...session.stations] };
    const who = { ...session, stations: [...session.stations] };
    expect(whoIs(who, 's')).toBe('ana · supervisor');
    expect(whoIs(who, 'other')).toBe('ana · observador');
    expect(whoIs(who)).toBe('ana · supervisor');
  });
});
