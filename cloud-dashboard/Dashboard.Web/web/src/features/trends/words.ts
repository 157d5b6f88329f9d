import { translator } from '../../shared/i18n/translator';
import en from './words.en.json';
import es from './words.es.json';

/** The words of this feature. */
export const t = translator(es, en);
