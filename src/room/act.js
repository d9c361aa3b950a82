// What pages do beyond links and forms. Everything works without it.
(function () {
  "use strict";
})();
