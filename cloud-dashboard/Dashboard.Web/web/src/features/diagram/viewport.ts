/** Which part of a drawing shows: a scale over "fits the window", and the point that is in the middle. Pure arithmetic. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const FIT: View = { scale: 1, x: 0, y: 0 };
const MAXIMUM = 12;
/** A window narrower or lower than this is a phone's. */
const SMALL = 500;

/** How large the drawing is at scale 1: as large as the window allows. */
export function fitted(drawing: Size, window: Size): Size {
  const factor = Math.min(window.width / drawing.width, window.height / drawing.height);
  return { width: drawing.width * factor, height: drawing.height * factor };
}

/**
 * What shows first: the whole drawing, but in a small window that it would leave a third empty (a wide diagram on a phone held upright) it
 * fills the window: letters of four pixels tell nobody anything, and the rest is a drag away.
 */
export function opening(drawing: Size, window: Size): View {
  const size = fitted(drawing, window);
  const scale = Math.max(window.width / size.width, window.height / size.height);
  return scale > 1.5 && Math.min(window.width, window.height) < SMALL ? { ...FIT, scale: Math.min(MAXIMUM, scale) } : FIT;
}

/** Zooms so that the point (px, py), measured from the middle of the window, stays where it is. */
export function zoomed(view: View, factor: number, px: number, py: number, drawing: Size, window: Size): View {
  const scale = Math.min(MAXIMUM, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  return clamped({ scale, x: px - (px - view.x) * ratio, y: py - (py - view.y) * ratio }, drawing, window);
}

export function panned(view: View, dx: number, dy: number, drawing: Size, window: Size): View {
  return clamped({ scale: view.scale, x: view.x + dx, y: view.y + dy }, drawing, window);
}

/** Keeps the drawing in the window: centred where it is smaller, never past its edge where it is larger. */
export function clamped(view: View, drawing: Size, window: Size): View {
  const size = fitted(drawing, window);
  const slackX = Math.max(0, (size.width * view.scale - window.width) / 2);
  const slackY = Math.max(0, (size.height * view.scale - window.height) / 2);
  return {
    scale: view.scale,
    x: Math.min(slackX, Math.max(-slackX, view.x)) + 0,
    y: Math.min(slackY, Math.max(-slackY, view.y)) + 0,
  };
}
