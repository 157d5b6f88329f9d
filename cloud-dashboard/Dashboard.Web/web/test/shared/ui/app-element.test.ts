import { signal } from '@preact/signals-core';
import { html, type TemplateResult } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { AppElement } from '../../../src/shared/ui/app-element';

const read = signal(1);
const other = signal(1);

class Sample extends AppElement {
  drawn = 0;

  protected override render(): TemplateResult {
    this.drawn++;
    return html`${read.value}`;
  }
}
customElements.define('sample-element', Sample);

async function shown(): Promise<Sample> {
  const element = document.body.appendChild(new Sample());
  await element.updateComplete;
  return element;
}

describe('a part of the page', () => {
  afterEach(() => document.body.replaceChildren());

  it('is drawn again when a signal that it read changes, each time', async () => {
    const element = await shown();
    for (const value of [2, 3]) {
      read.value = value;
      await element.updateComplete;
      expect(element.renderRoot.textContent).toBe(String(value));
    }
    expect(element.drawn).toBe(3);
  });

  it('is not drawn again when another signal changes', async () => {
    const element = await shown();
    other.value++;
    await element.updateComplete;
    expect(element.drawn).toBe(1);
  });

  it('listens to nothing while it is not on the page, and shows what is true when it is back', async () => {
    const element = await shown();
    element.remove();
    read.value = 7;
    await element.updateComplete;
    expect(element.drawn).toBe(1);
    document.body.append(element);
    await element.updateComplete;
    expect(element.renderRoot.textContent).toBe('7');
  });
});
