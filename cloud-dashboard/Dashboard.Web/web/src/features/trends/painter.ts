import type { Curve, Doubt, Drawing, Lane } from './drawing';
import type { Range } from './view';

/** Where and how it is drawn. Pixels are those of the canvas. */
export interface Ground {
  readonly ctx: CanvasRenderingContext2D;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Pixels of the canvas in one of the page. */
  readonly ratio: number;
  readonly x: (time: number) => number;
  readonly y: (value: number, axis: number) => number;
}

/** What the theme says. */
export interface Inks {
  readonly tags: readonly string[];
  readonly text: string;
  readonly surface: string;
  readonly line: string;
  readonly stale: string;
  readonly bad: string;
  readonly unknown: string;
  readonly font: string;
  /** The size of a letter, in pixels of the page. */
  readonly size: number;
}

/** The words of states where a point has none. */
export type StateWord = (lane: Lane, state: 0 | 1) => string;

const stripHeight = (size: number): number => Math.round(size * 0.66);

export const inkOf = (inks: Inks, place: number): string => inks.tags[place % inks.tags.length] ?? inks.text;

const laneHeight = (size: number): number => Math.round(size * 2.4) + 4;

/** How much of the height, in pixels of the page, lanes and doubts need below the curves. */
export const reserved = ({ lanes, doubts }: Pick<Drawing, 'lanes' | 'doubts'>, size: number): number =>
  lanes.length * laneHeight(size) + doubts.length * stripHeight(size) + 4;

/** The limits of an axis such that its curves stand above what is reserved. */
export function limitsAbove([low, high]: [number, number], height: number, below: number): [number, number] {
  const pad = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * 0.02, 0.5);
  const [bottom, top] = [low - pad, high + pad];
  const share = Math.min(0.9, below / Math.max(1, height));
  return [top - (top - bottom) / (1 - share), top];
}

/** Draws bands, lines, lanes and doubts. */
export function paint(
  ground: Ground, drawing: Drawing, inks: Inks, range: Range, word: StateWord, pin?: number,
): void {
  const { ctx, left, top, width, height } = ground;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  future(ground, drawing, inks, range);
  for (const curve of drawing.curves) {
    band(ground, drawing.edges, curve, inks);
  }
  for (const curve of drawing.curves) {
    line(ground, drawing.edges, curve, inks);
  }
  // Where there is no curve, what is below them begins at the top.
  let below = drawing.curves.length > 0 ? top + height : top + Math.min(height, reserved(drawing, inks.size) * ground.ratio);
  const strip = stripHeight(inks.size) * ground.ratio;
  for (const { place, runs } of drawing.doubts) {
    below -= strip;
    for (const { from, to, doubt } of runs) {
      const [x, end] = pixels(ground, drawing.edges, from, to);
      hatch(ground, { x, y: below, width: Math.max(end - x, 2 * ground.ratio), height: strip * 0.75 },
        doubt === 'bad' ? inks.bad : inks.stale, doubt);
    }
    ctx.fillStyle = inkOf(inks, place);
    ctx.fillRect(left, below, 3 * ground.ratio, strip * 0.75);
  }
  for (const lane of [...drawing.lanes].reverse()) {
    below -= laneHeight(inks.size) * ground.ratio;
    paintLane(ground, drawing.edges, lane, inks, below, word);
  }
  numbers(ground, drawing, inks, range);
  if (pin !== undefined) {
    ctx.strokeStyle = inks.text;
    ctx.lineWidth = 1.5 * ground.ratio;
    ctx.setLineDash([6 * ground.ratio, 4 * ground.ratio]);
    ctx.beginPath();
    ctx.moveTo(ground.x(pin), top);
    ctx.lineTo(ground.x(pin), top + height);
    ctx.stroke();
  }
  ctx.restore();
}

const pixels = ({ x }: Ground, edges: readonly number[], from: number, to: number): [number, number] =>
  [x(edges[from] ?? 0), x(edges[to] ?? 0)];

/** Behind the last record nothing is known yet: it looks like no quiet time. */
function future({ ctx, x, top, left, width, height }: Ground, { known }: Drawing, inks: Inks, { from, to }: Range): void {
  if (known !== undefined && known < to) {
    const begin = Math.max(left, x(Math.max(known, from)));
    ctx.fillStyle = inks.unknown;
    ctx.globalAlpha = 0.6;
    ctx.fillRect(begin, top, left + width - begin, height);
    ctx.globalAlpha = 1;
  }
}

/** Lowest to highest of each column; a run is one shape, so that columns beside each other touch. */
function band(ground: Ground, edges: readonly number[], { series, place, axis, runs }: Curve, inks: Inks): void {
  if (axis === undefined) {
    return;
  }
  const { ctx, y } = ground;
  ctx.fillStyle = inkOf(inks, place);
  ctx.globalAlpha = 0.28;
  for (const { from, to } of runs) {
    ctx.beginPath();
    for (let column = from; column < to; column++) {
      const [begin, end] = pixels(ground, edges, column, column + 1);
      const high = y(series.maximum[column] ?? 0, axis);
      ctx.lineTo(begin, high);
      ctx.lineTo(end, high);
    }
    for (let column = to - 1; column >= from; column--) {
      const [begin, end] = pixels(ground, edges, column, column + 1);
      const low = y(series.minimum[column] ?? 0, axis);
      ctx.lineTo(end, low);
      ctx.lineTo(begin, low);
    }
    ctx.closePath();
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

/** A value holds over its column: the line is of steps. Where a column is as narrow as the line, nobody sees them. */
function line(ground: Ground, edges: readonly number[], { line: values, place, axis, runs }: Curve, inks: Inks): void {
  if (axis === undefined) {
    return;
  }
  const { ctx, ratio } = ground;
  ctx.strokeStyle = inkOf(inks, place);
  ctx.lineWidth = 1.75 * ratio * inks.size / 12;
  ctx.lineJoin = 'round';
  // Beyond the fourth a line is broken too: colours alone do not tell eight apart.
  ctx.setLineDash(place < 4 ? [] : [7 * ratio, 3 * ratio]);
  for (const { from, to } of runs) {
    ctx.beginPath();
    for (let column = from; column < to; column++) {
      const [begin, end] = pixels(ground, edges, column, column + 1);
      const at = ground.y(values[column] ?? 0, axis);
      ctx.lineTo(begin, at);
      // One column alone is to be seen, too.
      ctx.lineTo(column === to - 1 ? Math.max(end, begin + 2 * ratio) : end, at);
    }
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

function hatch(ground: Ground, box: Box, ink: string, doubt: Doubt | 'both'): void {
  const { ctx, ratio } = ground;
  const { y, height } = box;
  // What is zoomed in on may be as long as the sea: only what is seen has lines.
  const x = Math.max(box.x, ground.left - height);
  const width = Math.min(box.x + box.width, ground.left + ground.width + height) - x;
  if (!(width > 0)) {
    return;
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.25 * ratio;
  ctx.beginPath();
  const step = 5 * ratio;
  for (let at = Math.floor((x - height) / step) * step; at < x + width; at += step) {
    ctx.moveTo(at, y + height);
    ctx.lineTo(at + height, y);
    if (doubt === 'bad') {
      ctx.moveTo(at, y);
      ctx.lineTo(at + height, y + height);
    }
  }
  ctx.stroke();
  ctx.strokeRect(x, y, width, height);
  ctx.restore();
}

/** A digital point: a line where it is 0, a bar where it is 1, hatched where it changed within a column, with its words where they fit. */
function paintLane(ground: Ground, edges: readonly number[], lane: Lane, inks: Inks, top: number, word: StateWord): void {
  const { ctx, ratio, left, width } = ground;
  const ink = inkOf(inks, lane.place);
  const height = (laneHeight(inks.size) - 6) * ratio;
  ctx.font = `${inks.size * ratio}px ${inks.font}`;
  ctx.textAlign = 'start';
  ctx.textBaseline = 'middle';
  for (const { from, to, state } of lane.stretches) {
    const [x, end] = pixels(ground, edges, from, to);
    const wide = Math.max(end - x, 1.5 * ratio);
    if (state === 'both') {
      hatch(ground, { x, y: top, width: wide, height }, ink, 'both');
      continue;
    }
    ctx.fillStyle = ink;
    if (state === 1) {
      ctx.globalAlpha = 0.35;
      ctx.fillRect(x, top, wide, height);
      ctx.globalAlpha = 1;
      ctx.fillRect(x, top, wide, 2 * ratio);
    }
    ctx.fillRect(x, top + height - 1.5 * ratio, wide, 1.5 * ratio);
    const [begin, stop] = [Math.max(x, left), Math.min(x + wide, left + width)];
    const text = `${lane.place + 1} ${word(lane, state)}`;
    if (stop - begin > ctx.measureText(text).width + 12 * ratio) {
      ctx.fillStyle = inks.text;
      ctx.fillText(text, begin + 6 * ratio, top + height / 2);
    }
  }
}

/** The number of each curve at its right end, apart from each other. */
function numbers(ground: Ground, { edges, curves }: Drawing, inks: Inks, { from, to }: Range): void {
  const { ctx, ratio, top } = ground;
  const size = (inks.size + 4) * ratio;
  const ends = curves.flatMap(({ line: values, place, axis, runs }) => {
    const run = [...runs].reverse().find((one) => (edges[one.from] ?? 0) < to && (edges[one.to] ?? 0) > from);
    if (run === undefined || axis === undefined) {
      return [];
    }
    let column = run.to - 1;
    while (column > run.from && (edges[column] ?? 0) >= to) {
      column--;
    }
    const x = Math.min(ground.x(edges[column + 1] ?? 0), ground.x(to));
    return [{ place, x: x - size - 2 * ratio, y: ground.y(values[column] ?? 0, axis) - size / 2 }];
  }).sort((a, b) => a.y - b.y);
  let below = top;
  ctx.font = `600 ${inks.size * ratio}px ${inks.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (const { place, x, y } of ends) {
    const at = Math.max(y, below);
    below = at + size + ratio;
    ctx.fillStyle = inkOf(inks, place);
    ctx.fillRect(x, at, size, size);
    ctx.fillStyle = inks.surface;
    ctx.fillText(String(place + 1), x + size / 2, at + size / 2 + ratio / 2);
  }
}
