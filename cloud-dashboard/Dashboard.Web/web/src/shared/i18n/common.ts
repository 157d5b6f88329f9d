import en from './common.en.json';
import es from './common.es.json';
import { translator } from './translator';

/** Words that several features use. */
export const common = translator(es, en);
