import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TokenSecret } from '../../../src/features/tokens/token-secret';
import { TokensPage } from '../../../src/features/tokens/tokens-page';
import type { TokenView } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';

const token = (name: string, more: Partial<TokenView> = {}): TokenView => ({
  id: `id-${name}`, name, kind: 'program', role: 'viewer', created: '2026-01-01T00:00:00Z', createdBy: 'jefa',
  expires: '2999-01-01T00:00:00Z', ...more,
});

describe('the page of tokens', () => {
  let page: TokensPage;
  let answer: () => Response;
  let stored: TokenView[];
  const sent: { method: string; path: string; body: unknown }[] = [];

  beforeEach(() => {
    locale.choose('es');
    stored = [token('scada', { used: '2026-01-01T00:00:00Z', usedFrom: '10.0.0.1', stations: ['sur'] }),
      token('sala', { kind: 'wall', expires: '2020-01-01T00:00:00Z' })];
    answer = () => new Response(null, { status: 204 });
    sent.length = 0;
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      const method = init.method ?? 'GET';
      sent.push({ method, path, body: init.body === undefined ? undefined : JSON.parse(String(init.body)) });
      return Promise.resolve(method === 'GET' ? Response.json(stored) : answer());
    });
    page = new TokensPage();
    document.body.append(page);
  });

  afterEach(() => {
    page.remove();
    vi.unstubAllGlobals();
  });

  const part = <T extends HTMLElement>(id: string): T | null => page.renderRoot.querySelector<T>(`[data-testid="${id}"]`);
  const text = (node: Element | null | undefined): string => node?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
  const listed = (): Promise<void> => vi.waitFor(() => expect(page.renderRoot.querySelectorAll('li')).toHaveLength(2));
  const changes = (): unknown[] => sent.filter(({ method }) => method !== 'GET');

  it('shows what each is for, until when, and its last use', async () => {
    await listed();
    expect(text(part('token-scada'))).toContain('scada un programa observador, hasta el 01/01/2999, de jefa · sur · usado hace');
    expect(text(part('token-scada'))).toContain('desde 10.0.0.1');
    expect(text(part('token-sala'))).toContain('sala una pantalla mural terminó el 01/01/2020 · sin uso');
  });

  it('makes one and shows the link of a wall display once', async () => {
    await listed();
    answer = () => Response.json({ name: 'patio', token: 'edge_12', expires: '2999-01-01T00:00:00Z' });
    part<HTMLInputElement>('token-name')!.value = ' patio ';
    const kind = part<HTMLSelectElement>('token-kind')!;
    kind.value = 'wall';
    kind.dispatchEvent(new Event('change'));
    part<HTMLInputElement>('token-days')!.value = '30';
    part<HTMLInputElement>('token-stations')!.value = 'sur, norte';
    part<HTMLButtonElement>('token-create')!.click();
    await vi.waitFor(() => expect(page.renderRoot.querySelector('token-secret')).not.toBeNull());
    expect(changes()).toEqual([{ method: 'POST', path: '/api/tokens', body: { name: 'patio', kind: 'wall', role: 'viewer', days: 30, stations: ['sur', 'norte'] } }]);
    const secret = page.renderRoot.querySelector<TokenSecret>('token-secret')!;
    await secret.updateComplete;
    expect(text(secret.shadowRoot?.querySelector('[data-testid="secret"]'))).toBe(`${location.origin}/wall#edge_12`);
    secret.shadowRoot?.querySelector<HTMLButtonElement>('[data-testid="secret-aside"]')?.click();
    await page.updateComplete;
    expect(page.renderRoot.querySelector('token-secret')).toBeNull();
  });

  it('says in words why one cannot be made', async () => {
    await listed();
    part<HTMLButtonElement>('token-create')!.click();
    await page.updateComplete;
    expect(text(part('token-error'))).toContain('Hace falta un nombre');
    answer = () => Response.json({ code: 'tokenExists' }, { status: 409 });
    part<HTMLInputElement>('token-name')!.value = 'scada';
    part<HTMLButtonElement>('token-create')!.click();
    await vi.waitFor(() => expect(text(part('token-error'))).toBe('Ya hay un acceso con ese nombre.'));
  });

  it('asks before one is revoked', async () => {
    await listed();
    part('token-scada')!.querySelector<HTMLButtonElement>('[data-testid="revoke"]')!.click();
    await page.updateComplete;
    expect(changes()).toEqual([]);
    part('revoke-yes')!.click();
    await vi.waitFor(() => expect(changes()).toEqual([{ method: 'DELETE', path: '/api/tokens/id-scada', body: undefined }]));
  });
});
