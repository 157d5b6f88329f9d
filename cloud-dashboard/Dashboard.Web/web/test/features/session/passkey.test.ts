import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccountPage } from '../../../src/features/session/account-page';
import { LoginPage } from '../../../src/features/session/login-page';
import { toBytes, toText } from '../../../src/features/session/passkey';
import { session } from '../../../src/features/session/session-state';
import { locale } from '../../../src/shared/i18n/locale';
import { live } from '../../../src/shared/live/live';

const account = {
  user: 'ana', secondFactor: false, isNeeded: false, recoveryCodes: 0,
  sessions: [{ id: 'a', seen: '2026-01-01T00:00:00Z', isThis: true }],
};
const bytes = (...values: number[]): ArrayBuffer => Uint8Array.from(values).buffer;
const credentials = { create: vi.fn(), get: vi.fn() };
const sent: { what: string; body: unknown }[] = [];
let passkeys: { id: string; name: string; created: string }[];
let page: HTMLElement & { updateComplete: Promise<boolean> };

beforeEach(() => {
  locale.choose('es');
  sent.length = 0;
  passkeys = [];
  vi.spyOn(live, 'start').mockResolvedValue();
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('PublicKeyCredential', class {});
  Object.defineProperty(navigator, 'credentials', { value: credentials, configurable: true });
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const what = `${init.method ?? 'GET'} ${path}`;
    sent.push({ what, body: init.body === undefined ? undefined : JSON.parse(String(init.body)) });
    const answers: Record<string, unknown> = {
      'GET /api/account': account, 'GET /api/account/passkeys': passkeys, 'GET /api/session/ways': {},
      'POST /api/account/passkeys': { state: 's', options: { challenge: '-_8', user: { id: 'AQ', name: 'ana', displayName: 'ana' } } },
      'PUT /api/account/passkeys': [{ id: 'k', name: 'móvil', created: '2026-01-01T00:00:00Z' }],
      'POST /api/session/passkey/begin': { state: 't', options: { challenge: 'AQI', rpId: 'localhost' } },
      'POST /api/session/passkey': { user: 'ana', role: 'operator', mustChangePassword: false },
    };
    return Promise.resolve(what in answers ? Response.json(answers[what]) : new Response(null, { status: 204 }));
  });
});

afterEach(() => {
  page?.remove();
  session.leave();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const show = async (one: typeof page): Promise<void> => {
  page = one;
  document.body.append(page);
  await page.updateComplete;
};
const find = (id: string, root: ParentNode = page.shadowRoot!): HTMLElement | null =>
  root.querySelector<HTMLElement>(`[data-testid="${id}"]`)
  ?? [...root.querySelectorAll('*')].map((node) => node.shadowRoot && find(id, node.shadowRoot)).find((one) => one) ?? null;
const until = (check: () => void): Promise<void> => vi.waitFor(check, 10_000);
const bodyOf = (what: string): unknown => sent.filter((one) => one.what === what).at(-1)?.body;
const credential = (response: unknown): unknown => ({
  id: 'AQID', rawId: bytes(1, 2, 3), type: 'public-key', getClientExtensionResults: () => ({}), response,
});

describe('passkeys', () => {
  it('are written as bytes of an address', () => {
    expect([toText(bytes(251, 255)), toText(bytes(1))]).toEqual(['-_8', 'AQ']);
    expect([...toBytes('-_8')]).toEqual([251, 255]);
  });

  it('are added with a name, after the password', async () => {
    credentials.create.mockResolvedValue(credential({ clientDataJSON: bytes(1), attestationObject: bytes(2), getTransports: () => ['usb'] }));
    await show(new AccountPage());
    await until(() => expect(find('passkey-add')).not.toBeNull());
    find('passkey-add')?.click();
    await until(() => expect(find('passkey-error')?.textContent).toContain('Hacen falta'));
    (find('passkey-name') as HTMLInputElement).value = 'móvil';
    (find('passkey-password') as HTMLInputElement).value = 'clave';
    find('passkey-add')?.click();
    await until(() => expect(find('passkey')?.textContent).toContain('móvil'));
    expect(bodyOf('POST /api/account/passkeys')).toEqual({ password: 'clave' });
    const { publicKey } = credentials.create.mock.calls[0]?.[0] as { publicKey: PublicKeyCredentialCreationOptions };
    expect([...publicKey.challenge as Uint8Array]).toEqual([251, 255]);
    expect(bodyOf('PUT /api/account/passkeys')).toMatchObject({
      name: 'móvil', state: 's', credential: { id: 'AQID', rawId: 'AQID', response: { clientDataJSON: 'AQ', transports: ['usb'] } },
    });
    find('passkey-remove')?.click();
    await until(() => expect(find('passkey')).toBeNull());
    expect(sent.map(({ what }) => what)).toContain('DELETE /api/account/passkeys/k');
  });

  it('let in without a password', async () => {
    credentials.get.mockResolvedValue(credential(
      { clientDataJSON: bytes(1), authenticatorData: bytes(2), signature: bytes(3), userHandle: bytes(4) }));
    await show(new LoginPage());
    find('login-passkey')?.click();
    await until(() => expect(session.current.value?.user).toBe('ana'));
    expect(bodyOf('POST /api/session/passkey')).toMatchObject({ state: 't', credential: { response: { signature: 'Aw', userHandle: 'BA' } } });
  });

  it('say in words that nothing was chosen', async () => {
    credentials.get.mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    await show(new LoginPage());
    find('login-passkey')?.click();
    await until(() => expect(page.shadowRoot?.querySelector('.error')?.textContent).toContain('No se usó ninguna llave'));
  });

  it('are not offered where the browser has none', async () => {
    vi.stubGlobal('isSecureContext', false);
    await show(new LoginPage());
    expect(find('login-passkey')).toBeNull();
  });
});
