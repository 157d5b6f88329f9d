// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/shared/ui/tokens.css', 'utf8');

function block(start: string): Record<string, string> {
  const from = css.indexOf(start);
  expect(from, start).toBeGreaterThanOrEqual(0);
  const body = css.slice(css.indexOf('{', from) + 1, css.indexOf('}', from));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]]));
}

const themes = {
  dark: block(":root, :root[data-theme='dark']"),
  light: block(":root[data-theme='light']"),
  system: block(':root:not([data-theme])'),
};

function luminance(colour: string): number {
  const channels = /^#(..)(..)(..)$/.exec(colour)?.slice(1).map((part) => Number.parseInt(part, 16) / 255);
  expect(channels, colour).toHaveLength(3);
  const [r, g, b] = (channels ?? []).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['bg', 'surface', 'raised'];
const text = [...grounds.flatMap((ground) => [['text', ground], ['text-2', ground]]), ['key-text', 'key'], ['banner-text', 'banner'],
  // The number of a curve on its colour.
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((place) => ['bg', `tag-${place}`]),
  ['text', 'surround'], ['text-2', 'surround'], ['warn', 'bg'], ['warn', 'surface'], ['warn', 'raised']] as [string, string][];
const lines = [...grounds, 'surround'].flatMap((ground) => ['line', 'control', 'focus', 'normal', 'warn', 'alarm', 'key',
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((place) => `tag-${place}`)]
  .map((line) => [line, ground])) as [string, string][];

describe.each(['dark', 'light'] as const)('in the %s theme', (name) => {
  const theme = themes[name];

  it.each(text)('%s on %s is legible (4.5:1)', (front, ground) => {
    expect(contrast(theme[front] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(lines)('%s on %s can be seen (3:1)', (front, ground) => {
    expect(contrast(theme[front] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(3);
  });
});

describe('the veil over a drawing in the dark theme', () => {
  const alpha = Number(/^rgba\(0, 0, 0, ([\d.]+)\)$/.exec(themes.dark['veil'] ?? '')?.[1]);
  const veiled = (colour: string): string => `#${[1, 3, 5].map((at) => Math.round(Number.parseInt(colour.slice(at, at + 2), 16) * (1 - alpha))
    .toString(16).padStart(2, '0')).join('')}`;

  // The voltage colours of the sample's conductors and its two greys of letters, on white.
  it.each(['#9633ac', '#b9820b', '#0e9384', '#2563eb', '#848e9a'])('leaves the line %s to be seen (3:1)', (line) => {
    expect(contrast(veiled(line), veiled('#ffffff'))).toBeGreaterThanOrEqual(3);
  });

  it.each(['#111827', '#4b5563'])('leaves the letters %s legible (4.5:1)', (letters) => {
    expect(contrast(veiled(letters), veiled('#ffffff'))).toBeGreaterThanOrEqual(4.5);
  });

  it('is none in the light theme', () => {
    expect(themes.light['veil']).toBe('rgba(0, 0, 0, 0)');
  });
});

describe('the measure itself', () => {
  it('gives 21 for black on white and 1 for a colour on itself', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#777777')).toBe(1);
  });
});

it("the system's light theme is the chosen one, and both themes name the same colours", () => {
  expect(themes.system).toEqual(themes.light);
  expect(Object.keys(themes.light)).toEqual(Object.keys(themes.dark));
});
