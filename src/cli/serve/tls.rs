//! The site's certificate and key.

use std::fs;
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::jekyll::path;

/// What accepts connections over TLS; nothing where neither certificate nor key is named. Both lie in the source.
///
/// # Errors
/// One without the other, and what cannot be read.
pub fn acceptor(
    source: &str,
    certificate: Option<String>,
    key: Option<String>,
) -> anyhow::Result<Option<TlsAcceptor>> {
    let (certificate, key) = match (certificate, key) {
        (None, None) => return Ok(None),
        (Some(certificate), Some(key)) => (certificate, key),
        _ => bail!("Missing --ssl_cert or --ssl_key. Both are required."),
    };
    let read = |name: &str| -> anyhow::Result<(String, Vec<u8>)> {
        let path = path::sanitized(source, name);
        let bytes = fs::read(&path).map_err(|error| {
            anyhow!(
                "{} @ rb_sysopen - {path}",
                crate::jekyll::fs::reason(&error)
            )
        })?;
        Ok((path, bytes))
    };
    let (path, bytes) = read(&certificate)?;
    let chain = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| anyhow!("{path}: {error}"))?;
    if chain.is_empty() {
        bail!("{path}: there is no certificate in it");
    }
    let (path, bytes) = read(&key)?;
    let key = PrivateKeyDer::from_pem_slice(&bytes).map_err(|error| anyhow!("{path}: {error}"))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .with_context(|| format!("the certificate and the key in {path} do not go together"))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}
