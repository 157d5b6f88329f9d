import { signal } from '@preact/signals-core';
import { at, within } from '../../shared/api/base';

/** What the server says of a log-in at the provider that failed. */
export const problems = [
  'providerDown', 'providerClient', 'providerIssuer', 'providerClock', 'providerCancelled', 'providerLate', 'providerNoRole',
  'providerNameTaken', 'providerBadName', 'providerFailed', 'disabled',
] as const;
export type LogInProblem = typeof problems[number];

export const logInProblem = signal<LogInProblem | undefined>(undefined);

/** Takes the problem out of the address, so that a page that is loaded again does not repeat it. */
export function takeProblem(): void {
  const url = new URL(location.href);
  const said = url.searchParams.get('problem');
  if (said !== null) {
    url.searchParams.delete('problem');
    history.replaceState(history.state, '', url);
    logInProblem.value = problems.find((one) => one === said) ?? 'providerFailed';
  }
}

/** Where a log-in at the provider begins; it ends where the page is now. After a problem the provider asks again who it is. */
export function providerAddress(): string {
  const back = within(location.pathname) + location.search;
  return at(`/api/session/provider?${new URLSearchParams({ back, ...(logInProblem.value ? { again: 'true' } : {}) })}`);
}
