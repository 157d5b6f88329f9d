import { LitElement } from 'lit';
import { locale } from '../i18n/locale';
import { router } from '../../app/router';
import type { Topic } from '../site/store';
import { store } from '../site/the-store';
import { theme } from './theme';

/** What every part of the page shares: it draws itself again when what it shows has changed. */
export abstract class AppElement extends LitElement {
  /** Which topics of the store make it draw itself again. */
  protected topics: readonly Topic[] = [];
  /** How often ages grow, in milliseconds; 0 = it shows none. */
  protected tick = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #refresh = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.topics.forEach((topic) => store.addEventListener(topic, this.#refresh));
    [locale, theme, router].forEach((source) => source.addEventListener('change', this.#refresh));
    if (this.tick > 0) {
      this.#timer = setInterval(this.#refresh, this.tick);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.topics.forEach((topic) => store.removeEventListener(topic, this.#refresh));
    [locale, theme, router].forEach((source) => source.removeEventListener('change', this.#refresh));
    clearInterval(this.#timer);
  }
}
