import { translator } from '../shared/i18n/translator';
import en from './words.en.json';
import es from './words.es.json';

/** The words of the frame. */
export const t = translator(es, en);
