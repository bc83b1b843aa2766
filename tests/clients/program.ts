/** Program on the generated types: page through claims, distinguish types on the timeline, read an error. */
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Claim = components["schemas"]["ClaimOut"];
type Problem = components["schemas"]["Problem"];
type TimelineItem = components["schemas"]["TimelinePage"]["items"][number];

const [baseUrl, unknownClaim] = process.argv.slice(2);
if (baseUrl === undefined || unknownClaim === undefined) throw new Error("Give the server's address and an id that it does not know.");
const api = createClient<paths, "application/json" | "application/problem+json">({ baseUrl });

async function* claims(limit: number): AsyncGenerator<Claim> {
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = cursor === null ? { limit } : { limit, cursor };
    const { data, error } = await api.GET("/v1/claims", { params: { query } });
    if (data === undefined) throw new Error(error.title);
    yield* data.items;
    cursor = data.next_cursor;
  } while (cursor !== null);
}

async function problem(claim_id: string): Promise<Problem> {
  const { error } = await api.GET("/v1/claims/{claim_id}", { params: { path: { claim_id } } });
  if (error === undefined) throw new Error(`${claim_id} is known.`);
  return error;
}

/** Each case has its own fields; a type without a case does not compile. */
function words(item: TimelineItem): string | null {
  switch (item.type) {
    case "claim":
      return item.claim.gist;
    case "event":
      return item.event.title;
    default:
      return item satisfies never;
  }
}

async function timeline(): Promise<[type: string, date: string, words: string | null][]> {
  const { data, error } = await api.GET("/v1/timeline", { params: { query: { limit: 200 } } });
  if (data === undefined) throw new Error(error.title);
  return data.items.map((item) => [item.type, item.date.edtf, words(item)]);
}

const listed: [id: string, speaker: string | null][] = [];
for await (const claim of claims(20)) listed.push([claim.id, claim.speaker?.name ?? null]);
const { type, title, status, detail } = await problem(unknownClaim);
console.log(JSON.stringify({ claims: listed, timeline: await timeline(), problem: [type, title, status, detail] }));

// @ts-expect-error An unknown field is a type error: without the error, this does not compile.
export type Misspelt = NonNullable<Claim["speaker"]>["surname"];
