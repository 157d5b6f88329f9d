/** What turns the direction of the text around it, and what steers a terminal: no device has a reason to send either. */
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text from outside, as it may stand in a line of the page: what would turn the rest of the line round is shown as a replacement sign.
 */
export const plain = (text: string): string => text.replace(STEERING, '\ufffd');
