import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotificationsPage } from '../../../src/features/notifications/notifications-page';
import type { NotificationGroup, NotificationRule, NotificationView } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';

const group: NotificationGroup = {
  id: 3, name: 'turno', members: [{ name: 'Ana', email: 'ana@example.org', language: 'es', zone: 'America/Montevideo', roster: [] }],
};
const rule: NotificationRule = {
  id: 7, name: 'nocturna', enabled: true, leastPriority: 2, class: 'protection', steps: [{ group: 3, afterMinutes: 0 }],
};
const message = (id: number, more: Partial<NotificationView> = {}): NotificationView => ({
  id, way: 'mail', state: 'sent', address: 'ana@example.org', person: 'Ana', group: 'turno', alarms: 1, created: '2026-03-01T12:00:00Z', tries: 1,
  changed: '2026-03-01T12:00:30Z', repeated: false, test: false, ...more,
});

describe('the page of notifications', () => {
  let page: NotificationsPage;
  let stored: Record<string, unknown>;
  let answer: () => Response;
  const sent: { method: string; path: string; body: unknown }[] = [];

  beforeEach(() => {
    locale.choose('es');
    stored = {
      ways: { mail: true, sms: true, links: true },
      rules: { rules: [rule] },
      groups: { groups: [group] },
      templates: { templates: [{ name: 'mailOne.es', subject: '{alarm}', body: '{station}', isDefault: true, placeholders: ['alarm', 'station'] }] },
      queue: { messages: [message(2, { state: 'gaveUp', fault: 'refused', detail: '550 no such user', tries: 3 }), message(1)] },
    };
    answer = () => Response.json({ id: 1 });
    sent.length = 0;
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      const method = init.method ?? 'GET';
      sent.push({ method, path, body: init.body === undefined ? undefined : JSON.parse(String(init.body)) });
      const of = /notifications\/(\w+)/.exec(path)?.[1] ?? '';
      return Promise.resolve(method === 'GET' && of in stored ? Response.json(stored[of]) : answer());
    });
  });

  afterEach(() => {
    page.remove();
    vi.unstubAllGlobals();
  });

  const open = (of: string, manages = true): void => {
    page = new NotificationsPage();
    page.of = of;
    page.manages = manages;
    document.body.append(page);
  };
  const roots = (root: ShadowRoot | HTMLElement): (ShadowRoot | HTMLElement)[] => [root, ...[...root.querySelectorAll<HTMLElement>('*')]
    .flatMap((one) => one.shadowRoot ? roots(one.shadowRoot) : [])];
  const part = <T extends HTMLElement>(id: string): T | null => roots(page.renderRoot as ShadowRoot)
    .map((root) => root.querySelector<T>(`[data-testid="${id}"]`)).find((one) => one !== null) ?? null;
  const there = <T extends HTMLElement>(id: string): Promise<T> => vi.waitFor(() => {
    const found = part<T>(id);
    expect(found, id).not.toBeNull();
    return found as T;
  });
  const text = (node: Element | null | undefined): string => node?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
  const changes = (): unknown[] => sent.filter(({ method }) => method !== 'GET');
  const write = (input: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
    input.value = value;
    input.dispatchEvent(new Event('input'));
  };

  it('says of each message how it stands, and why', async () => {
    open('queue');
    expect(text(await there('message-2'))).toContain('abandonado correo Ana ana@example.org · turno');
    expect(text(part('message-2'))).toContain('El servidor de correo lo rechazó: 550 no such user · 3 intentos');
    expect(text(part('message-1'))).toContain('enviado');
    const state = part<HTMLSelectElement>('queue-state')!;
    state.value = 'gaveUp';
    state.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(sent.at(-1)?.path).toContain('state=gaveUp'));
  });

  it('says what the configuration lacks, and that nothing was sent yet', async () => {
    stored['ways'] = { mail: false, sms: false, links: false };
    stored['queue'] = { messages: [] };
    open('queue');
    expect(text(await there('ways'))).toContain('no tiene correo configurado');
    await vi.waitFor(() => expect(roots(page.renderRoot as ShadowRoot).map((root) => text(root.querySelector('h1'))))
      .toContain('Sin avisos todavía'));
  });

  it('shows a supervisor the queue alone', async () => {
    open('rules', false);
    await there('message-1');
    expect(part('part-rules')).toBeNull();
    expect(sent.filter(({ path }) => /rules|groups|templates/.test(path))).toEqual([]);
  });

  it('changes a rule, and says in words what is wrong with it', async () => {
    open('rules');
    expect(text(await there('rule-7'))).toContain('nocturna todas las estaciones, prioridad 1 a 2, protección turno');
    part('rule-7')!.querySelector<HTMLButtonElement>('[data-testid="edit"]')!.click();
    (await there('add-step')).click();
    write(await there<HTMLInputElement>('after-1'), '0');
    answer = () => Response.json({ code: 'badMinutes', detail: '0 minutes' }, { status: 400 });
    part('save-rule')!.click();
    expect(text(await there('error'))).toBe('Cada paso va después del anterior, dentro de un día.');
    answer = () => Response.json({ id: 7 });
    write(part<HTMLInputElement>('after-1')!, '15');
    await vi.waitFor(() => expect(part<HTMLButtonElement>('save-rule')!.disabled).toBe(false));
    part('save-rule')!.click();
    await vi.waitFor(() => expect(changes().at(-1)).toEqual({
      method: 'PUT', path: '/api/notifications/rules/7',
      body: { ...rule, steps: [{ group: 3, afterMinutes: 0 }, { group: 3, afterMinutes: 15 }] },
    }));
    await vi.waitFor(() => expect(part('rule-form')).toBeNull());
  });

  it('asks before a rule is removed', async () => {
    open('rules');
    (await there('rule-7')).querySelector<HTMLButtonElement>('[data-testid="remove"]')!.click();
    const yes = await there('yes');
    expect(changes()).toEqual([]);
    yes.click();
    await vi.waitFor(() => expect(changes()).toEqual([{ method: 'DELETE', path: '/api/notifications/rules/7', body: undefined }]));
  });

  it('makes a group, and names the address that is wrong', async () => {
    open('groups');
    (await there('new-group')).click();
    write(await there<HTMLInputElement>('group-name'), 'jefes');
    const member = part('member-0')!;
    write(member.querySelector<HTMLInputElement>('[name="name"]')!, 'Luis');
    write(member.querySelector<HTMLInputElement>('[name="mail"]')!, 'luis');
    answer = () => Response.json({ code: 'badAddress', detail: "'luis' of Luis is no mail address." }, { status: 400 });
    part('save-group')!.click();
    expect(text(await there('error'))).toBe("No es una dirección de correo: 'luis'");
    expect(changes()[0]).toMatchObject({
      method: 'POST', path: '/api/notifications/groups', body: { name: 'jefes', members: [{ name: 'Luis', email: 'luis', roster: [] }] },
    });
  });

  it('tries out an address', async () => {
    open('groups');
    (await there('test-mail')).click();
    expect(text(await there('tested'))).toContain('El mensaje de prueba a Ana');
    expect(changes()).toEqual([{ method: 'POST', path: '/api/notifications/test', body: { group: 3, way: 'mail', person: 'Ana' } }]);
  });

  it('shows a text with an example and names an unknown word', async () => {
    open('texts');
    write(await there<HTMLTextAreaElement>('body'), '{estacion}');
    answer = () => Response.json({ code: 'unknownPlaceholder', detail: '{estacion} is unknown. Known are {station}.' }, { status: 400 });
    part('show')!.click();
    expect(text(await there('error'))).toBe('No se conoce: {estacion}');
    answer = () => Response.json({ subject: 'Protección 51', body: 'los-alamos' });
    part('show')!.click();
    expect(text(await there('preview'))).toBe('Ejemplo Protección 51 los-alamos');
  });
});
