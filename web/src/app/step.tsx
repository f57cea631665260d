import type { ReactNode } from 'react'

/** One numbered step of the start page. */
export function Step({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <li className="rounded-xl border border-stone-200 bg-white p-4 sm:p-5 dark:border-stone-700 dark:bg-stone-800/60">
      <h3 className="font-medium">{title}</h3>
      <p className="mt-1 text-sm text-stone-600 dark:text-stone-400">{text}</p>
      {children}
    </li>
  )
}
