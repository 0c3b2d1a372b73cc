'use client';
// What an action answered, above its form: what is wrong, each with the way to its field, or what was done. Takes the focus.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { useEffect, useRef } from 'react';
import type { FormState } from './state';

export function FormAnswer({ state, title }: { readonly state: FormState; readonly title: string }) {
  const answer = useRef<HTMLDivElement>(null);
  const { problems, news } = state;
  useEffect(() => {
    if (state.problems.length > 0 || state.news !== null) answer.current?.focus();
  }, [state]);
  if (problems.length === 0 && news === null) return null;
  return (
    <div ref={answer} tabIndex={-1} className="fr-mb-3w">
      {news !== null ? (
        <Alert severity="success" small description={news} />
      ) : (
        <Alert
          severity="error"
          as="h2"
          title={title}
          description={
            <ul>
              {problems.map(({ field, text }) => (
                <li key={`${field} ${text}`}>{field === null ? text : <a href={`#${field}`}>{text}</a>}</li>
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}
