// Before the first paint: the theme and the language that were chosen here, so that nothing flashes. This file is read by every browser,
// old ones too, and says which are needed where the site itself cannot be read: so it is written in the language of 2009.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.setAttribute('data-theme', theme);
    var language = localStorage.getItem('language');
    if (language === 'es' || language === 'en') root.lang = language;
  } catch (refused) {
    // Storage is refused: the system's choice holds.
  }

  function isEnough() {
    try {
      new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' });
      return 'noModule' in document.createElement('script') && !!Object.hasOwn && !!Array.prototype.at && !!window.ResizeObserver;
    } catch (unknown) {
      return false;
    }
  }

  if (!isEnough()) {
    document.addEventListener('DOMContentLoaded', function () {
      var words = [
        ['es', 'Este navegador es demasiado antiguo para esta página. Hace falta Chrome o Edge 95, Firefox 93, Safari 15.4 o posterior.'],
        ['en', 'This browser is too old for this page. It needs Chrome or Edge 95, Firefox 93, Safari 15.4 or later.']
      ];
      document.title = 'Telecontrol';
      document.body.innerHTML = '';
      for (var i = 0; i < words.length; i++) {
        var line = document.createElement('p');
        line.className = 'old-browser';
        line.lang = words[i][0];
        line.appendChild(document.createTextNode(words[i][1]));
        document.body.appendChild(line);
      }
    });
  }
})();
