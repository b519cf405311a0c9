// Waits for the next version of the site, then shows it; where the preview stopped, waits for it to come back.
const numero = document.currentScript.dataset.numero;
(async () => {
  for (;;) {
    try {
      const reponse = await fetch(`/.parvis/attendre?numero=${numero}`, { cache: 'no-store' });
      if (reponse.ok && (await reponse.text()) !== numero) {
        location.reload();
        return;
      }
    } catch {
      await new Promise((suite) => setTimeout(suite, 1000));
    }
  }
})();
