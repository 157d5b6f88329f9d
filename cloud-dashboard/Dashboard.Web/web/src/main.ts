import './shared/ui/base.css';
import { locale } from './shared/i18n/locale';
import { router } from './app/router';
import { store } from './shared/site/the-store';
import { theme } from './shared/ui/theme';
import './app/app-root';

locale.start();
theme.start();
router.start();
void store.start();
