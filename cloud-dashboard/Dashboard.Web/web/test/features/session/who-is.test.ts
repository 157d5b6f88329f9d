import { describe, expect, it } from 'vitest';
import { whoIs } from '../../../src/features/session/who-is';
import { locale } from '../../../src/shared/i18n/locale';

describe('who is logged in', () => {
  it('is told with the role, unless the name is the role', () => {
    locale.choose('es');
    expect(whoIs({ user: 'mgarcia', role: 'operator', mustChangePassword: false })).toBe('mgarcia · operador');
    expect(whoIs({ user: 'Operador', role: 'operator', mustChangePassword: false })).toBe('Operador');
    expect(whoIs({ user: 'operador', role: 'supervisor', mustChangePassword: false })).toBe('operador · supervisor');
  });
});
