import { describe, expect, it } from 'vitest'
import { programOf } from './program-of.js'

const MOZILLA = 'Mozilla/5.0'
const KHTML = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('the program of a session', () => {
  it.each([
    [`${MOZILLA} (X11; Linux x86_64) ${KHTML} Chrome/131.0.0.0 Safari/537.36`, 'Chrome 131 on Linux'],
    [
      `${MOZILLA} (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.1`,
      'Edge 130 on Windows',
    ],
    [`${MOZILLA} (Macintosh; Intel Mac OS X 14.7; rv:132.0) Gecko/20100101 Firefox/132.0`, 'Firefox 132 on macOS'],
    [
      `${MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1`,
      'Safari 18 on iOS',
    ],
    [`${MOZILLA} (Linux; Android 14) ${KHTML} Chrome/131.0.0.0 Mobile Safari/537.36`, 'Chrome 131 on Android'],
    [`${MOZILLA} (X11; Linux x86_64) ${KHTML} HeadlessChrome/131.0.0.0 Safari/537.36`, 'Chrome 131 on Linux'],
    ['Firefox/99', 'Firefox 99'],
    ['curl/8.5.0', 'curl/8.5.0'],
    [`${'x'.repeat(500)} (a bot)`, 'x'.repeat(60)],
    ['\u202Eevil', ''],
    ['', ''],
    [undefined, ''],
  ])('is said shortly: %s', (userAgent, said) => {
    expect(programOf(userAgent)).toBe(said)
  })
})
