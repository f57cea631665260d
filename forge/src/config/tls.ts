import path from 'node:path'

/** The files of the certificate chain and its private key, in PEM, where FORGE serves TLS by itself. */
export interface TlsFiles {
  certFile: string
  keyFile: string
}

/** The TLS files of ANVIL_TLS_CERT and ANVIL_TLS_KEY, which come together or not at all. */
export function tlsFilesOf(cert: string | undefined, key: string | undefined): TlsFiles | undefined {
  if (cert === undefined || key === undefined) return undefined
  return { certFile: path.resolve(cert), keyFile: path.resolve(key) }
}
