/** The looks of menus and of their lines. */
export const MENU =
  'z-50 max-h-[60vh] max-w-[min(24rem,calc(100vw-2rem))] min-w-48 overflow-auto rounded-md border border-line bg-surface p-1 text-ink shadow-lg'
export const MENU_ITEM =
  'flex min-h-8 cursor-default items-center justify-between gap-4 rounded px-2.5 py-1 outline-none data-highlighted:bg-accent-wash'
