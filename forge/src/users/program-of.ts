const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:Chrome|HeadlessChrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]
const LONGEST = 60

/** A program by its `User-Agent`, in the words of its user: "Chrome 131 on Linux", or its first word where it is no browser. */
export function programOf(userAgent = ''): string {
  const [found, name] = BROWSERS.find(([pattern]) => pattern.test(userAgent)) ?? []
  if (found === undefined) return (/^[\x21-\x7e]+/.exec(userAgent)?.[0] ?? '').slice(0, LONGEST)
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1]
  return [name, found.exec(userAgent)?.[1], system && `on ${system}`].filter(Boolean).join(' ')
}
