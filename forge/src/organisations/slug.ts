/** A slug made of a name: `Ünïcode Shop 2` becomes `unicode-shop-2`; a name without any letter or digit of ASCII becomes `unnamed`. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['unnamed']
  return words.join('-').slice(0, 64).replace(/-$/, '')
}
