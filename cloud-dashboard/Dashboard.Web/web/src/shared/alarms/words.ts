import { translator } from '../i18n/translator';
import en from './words.en.json';
import es from './words.es.json';

/** What alarms are called. */
export const t = translator(es, en);
