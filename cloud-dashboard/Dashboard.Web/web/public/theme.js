// Before the first paint: the theme and the language that were chosen here, so that nothing flashes.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    const language = localStorage.getItem('language');
    if (language === 'es' || language === 'en') root.lang = language;
  } catch {
    // Storage is refused: the system's choice holds.
  }
})();
