//! HTTP on this machine only: reads nothing but the path, sends what the thread of the pages makes.

use std::future::Future;
use std::net::TcpListener;
use std::sync::mpsc::Sender;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri, header};
use tokio::sync::{oneshot, watch};

use super::Ordre;
use super::page::Faite;

/// How long a page waits before it asks again whether the site changed.
const ATTENTE: Duration = Duration::from_secs(25);

/// Where the answer to a demand goes.
pub type Reponse = oneshot::Sender<Faite>;

/// The number of the version that is shown. Another run of the program has other numbers.
#[derive(Clone)]
pub struct Numero(watch::Sender<u64>);

impl Default for Numero {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Numero {
    /// The version that is shown now.
    pub fn lire(&self) -> String {
        Self::texte(*self.0.borrow())
    }

    /// Another version is shown from now on.
    pub fn avancer(&self) {
        self.0.send_modify(|n| *n += 1);
    }

    fn texte(n: u64) -> String {
        format!("{}-{n}", std::process::id())
    }

    /// The version that is shown, once it is not that one any more, or after a while.
    async fn apres(&self, connu: &str) -> String {
        let mut suite = self.0.subscribe();
        let autre = suite.wait_for(|n| Self::texte(*n) != connu);
        let _ = tokio::time::timeout(ATTENTE, autre).await;
        self.lire()
    }
}

/// Answers until the process ends.
pub fn servir(ecoute: TcpListener, ordres: &Sender<Ordre>, numero: &Numero) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    let (ordres, numero) = (ordres.clone(), numero.clone());
    let served = runtime.block_on(async move {
        ecoute.set_nonblocking(true)?;
        let ecoute = tokio::net::TcpListener::from_std(ecoute)?;
        let reponse = move |requete: Request| repondre(requete, ordres.clone(), numero.clone());
        axum::serve(ecoute, Router::new().fallback(reponse)).await
    });
    if let Err(error) = served {
        eprintln!("erreur : l’aperçu ne répond plus : {error}");
    }
}

fn repondre(requete: Request, ordres: Sender<Ordre>, numero: Numero) -> impl Future<Output = Response<Body>> + Send {
    let (parts, _) = requete.into_parts();
    async move {
        if !est_locale(&parts.headers) {
            // A page of the web that had its name lead here would read the site.
            return simple(StatusCode::FORBIDDEN, "Cet aperçu ne répond qu’à cette machine.\n");
        }
        if parts.method != Method::GET && parts.method != Method::HEAD {
            let mut refus = simple(StatusCode::METHOD_NOT_ALLOWED, "L’aperçu se lit seulement.\n");
            refus.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("GET, HEAD"));
            return refus;
        }
        if parts.uri.path() == "/.parvis/attendre" {
            let connu = parts.uri.query().and_then(|q| q.strip_prefix("numero=")).unwrap_or_default();
            return simple(StatusCode::OK, &numero.apres(connu).await);
        }
        let Some(chemin) = chemin(&parts.uri) else {
            return simple(StatusCode::BAD_REQUEST, "Cette adresse ne se lit pas.\n");
        };
        let (reponse, faite) = oneshot::channel();
        if ordres.send(Ordre::Demande { chemin, reponse }).is_err() {
            return simple(StatusCode::SERVICE_UNAVAILABLE, "L’aperçu s’arrête.\n");
        }
        faite.await.map_or_else(|_| simple(StatusCode::INTERNAL_SERVER_ERROR, "Cette page a échoué.\n"), envoyer)
    }
}

/// Whether the address was asked for by a name of this machine.
fn est_locale(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|h| h.to_str().ok()) else { return false };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    ["localhost", "127.0.0.1", "::1"].contains(&name)
}

/// The path of an address below the root, its `%` escapes read. It only ever names a file of the site in memory: there is no
/// way from it to the disk.
fn chemin(uri: &Uri) -> Option<String> {
    let mut octets = Vec::new();
    let mut reste = uri.path().strip_prefix('/')?.bytes();
    while let Some(octet) = reste.next() {
        octets.push(match octet {
            b'%' => {
                let mut digit = || reste.next().and_then(|b| char::from(b).to_digit(16));
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            octet => octet,
        });
    }
    String::from_utf8(octets).ok()
}

fn simple(statut: StatusCode, texte: &str) -> Response<Body> {
    let mime = "text/plain; charset=utf-8";
    envoyer(Faite { statut: statut.as_u16(), mime, vers: None, octets: texte.as_bytes().to_vec() })
}

fn envoyer(faite: Faite) -> Response<Body> {
    let mut reponse = Response::builder()
        .status(faite.statut)
        .header(header::CONTENT_TYPE, faite.mime)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if let Some(vers) = faite.vers {
        // Paths of the site are ASCII.
        reponse = reponse.header(header::LOCATION, vers);
    }
    reponse.body(Body::from(faite.octets)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let locale = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            est_locale(&headers)
        };
        assert!(locale("localhost:8062") && locale("127.0.0.1") && locale("[::1]:8062"));
        assert!(!locale("exemple.fr") && !locale("localhost.exemple.fr:80") && !est_locale(&HeaderMap::new()));
    }

    #[test]
    fn addresses_are_read() {
        let lue = |adresse: &'static str| chemin(&Uri::from_static(adresse));
        assert_eq!(lue("/plan/fiche-01/?x").as_deref(), Some("plan/fiche-01/"));
        assert_eq!(lue("/%C3%A9").as_deref(), Some("é"));
        assert_eq!((lue("/%"), lue("/%ff"), lue("/%+1")), (None, None, None));
    }
}
