import { afterEach, expect, it } from 'vitest';
import { wallToken } from '../../src/app/wall-token';

afterEach(() => history.replaceState(null, '', '/'));

it('takes the token out of the address, and out of the history', () => {
  history.replaceState(null, '', '/wall#edge_12');
  const before = history.length;
  expect(wallToken()).toBe('edge_12');
  expect([location.pathname, location.hash, history.length]).toEqual(['/', '', before]);
});

it('is nothing on any other page, nor without a token', () => {
  history.replaceState(null, '', '/alarms#edge_12');
  expect(wallToken()).toBeUndefined();
  history.replaceState(null, '', '/wall');
  expect(wallToken()).toBeUndefined();
});
