import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppRoot } from '../../src/app/app-root';
import { router } from '../../src/app/pages';
import { session } from '../../src/features/session/session-state';
import type { Session } from '../../src/shared/contract/generated/contract';
import { locale } from '../../src/shared/i18n/locale';
import { overview } from '../../src/shared/site/overview';

describe('the frame', () => {
  let root: AppRoot;

  beforeEach(() => {
    locale.choose('es');
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json([])));
    overview.sites.value = [];
  });

  afterEach(() => {
    root.remove();
    session.current.value = undefined;
    overview.sites.value = undefined;
    router.go({ page: 'diagram' });
    vi.unstubAllGlobals();
  });

  const show = async (page: string, role: Session['role']): Promise<Element | null | undefined> => {
    session.current.value = { user: 'ana', role, mustChangePassword: false };
    router.go({ page });
    root = new AppRoot();
    document.body.append(root);
    await root.updateComplete;
    return root.renderRoot.querySelector('main')?.firstElementChild;
  };

  it('says who may open a page that the reader may not', async () => {
    const shown = await show('users', 'supervisor');
    expect(shown?.getAttribute('heading')).toBe('Sin permiso para abrir esta página');
    expect(shown?.getAttribute('text')).toContain('La abren los administradores.');
  });

  it('opens the users before there is a station', async () => {
    expect((await show('users', 'administrator'))?.localName).toBe('users-page');
  });

  it('says that there is no station on a page that needs one', async () => {
    expect((await show('events', 'administrator'))?.getAttribute('heading')).toBe('Todavía no hay estaciones');
  });
});
