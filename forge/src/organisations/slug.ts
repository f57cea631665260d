const MOST = 64
const NUMBERED = 20

/** A slug made of a name: `Ünïcode Shop 2` becomes `unicode-shop-2`; a name without any letter or digit of ASCII becomes `unnamed`. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['unnamed']
  return words.join('-').slice(0, MOST).replace(/-$/, '')
}

/** The slugs for a name, in the order in which they are tried: `welcome`, `welcome-2`, …, and last one that is nobody else's. */
export function slugsOf(name: string, id: string): string[] {
  const slug = slugOf(name)
  const numbers = Array.from({ length: NUMBERED - 1 }, (_, at) => `-${at + 2}`)
  const endings = ['', ...numbers, `-${id.replaceAll('-', '').slice(0, 12)}`]
  return endings.map((ending) => `${slug.slice(0, MOST - ending.length).replace(/-$/, '')}${ending}`)
}
