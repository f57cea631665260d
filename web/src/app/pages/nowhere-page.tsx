import { Wordmark } from '../shell/wordmark.js'
import { LostPage } from './lost-page.js'

/** An address that no page has, where nothing says who is signed in. */
export function NowherePage() {
  return (
    <main className="mx-auto w-full max-w-xl px-4 py-[8vh]">
      <Wordmark />
      <div className="mt-8">
        <LostPage />
      </div>
    </main>
  )
}
