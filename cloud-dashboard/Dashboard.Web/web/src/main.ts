import './styles/base.css';
import { locale } from './core/locale';
import { router } from './core/router';
import { store } from './core/the-store';
import { theme } from './core/theme';
import './frame/app-root';

locale.start();
theme.start();
router.start();
void store.start();
