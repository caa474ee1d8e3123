// Signing in anew, in another tab perhaps, changes the token by which forms of this page are known to come from it.
// Whoever is refused as signed out asks here whether they still are.
const TOKEN = "input[name=csrfmiddlewaretoken]";

let asking = null;

/** Whether the same person is signed in (again); then every form of the page has a token that holds. */
export function signedInAgain() {
  asking ??= takeToken().finally(() => (asking = null));
  return asking;
}

async function takeToken() {
  const seal = document.documentElement.dataset.seal;
  try {
    const answer = await fetch(location.href, { redirect: "manual", cache: "no-store", credentials: "same-origin" });
    if (!answer.ok || !seal) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector(TOKEN)?.value;
    // What was written for one person is never sent as another, who may have signed in meanwhile.
    if (!token || page.documentElement.dataset.seal !== seal) return false;
    for (const input of document.querySelectorAll(TOKEN)) input.value = token;
    return true;
  } catch {
    return false;
  }
}
