/** A secret key as text: 32 bytes in base64url. */
export const SECRET_KEY = /^[A-Za-z0-9_-]{43}$/
