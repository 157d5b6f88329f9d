import './shared/ui/base.css';
import { effect } from '@preact/signals-core';
import { router } from './app/pages';
import { wall } from './app/wall';
import { wallToken } from './app/wall-token';
import { t } from './app/words';
import { takeProblem } from './features/session/log-in-problem';
import { session } from './features/session/session-state';
import { alarms } from './shared/alarms/alarms-state';
import { locale } from './shared/i18n/locale';
import './app/app-root';

locale.start();
effect(() => {
  const calling = alarms.unacknowledged.value;
  document.title = calling > 0 ? t('app.titleCalls', { n: calling, title: t('app.title') }) : t('app.title');
});
const token = wallToken();
takeProblem();
router.start();
wall.start();
void session.start(token);
