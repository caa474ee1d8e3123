"""`microcred journey`: the main job, played over HTTP against a running demonstration as the cast would.

Real forms, real uploads, real sessions. Ada takes up a micro-credential of the pilot that she has not begun, hears
“not yet” on one criterion, revises it and earns; Ben scores blind, and Henrike what he found near the line; Omar
confirms the credit. What comes out is kept.
"""

import io
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from PIL import Image, ImageDraw
from rich.console import Console

from microcred.site.demo.documents import as_pdf
from microcred.site.demo.visitor import Form, Page, PageNotAsExpected, Upload, Visitor

PATIENCE = 60
"""seconds to wait for what the worker does"""

DONE, STUCK = 0, 1

CAST_OF_IT = ("ada", "ben", "henrike", "omar")


def play(*, url: str, out: Path) -> int:
    """Play the journey and write what comes out of it. Return the exit code: 0 done, 1 stuck, with the reason said."""
    console = Console(highlight=False)
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        people = {key: stack.enter_context(Visitor(url)) for key in ("visitor", *CAST_OF_IT)}
        journey = Journey(people, out)
        began = time.perf_counter()
        try:
            for name, step in journey.steps():
                at = time.perf_counter()
                said = step()
                console.print(
                    f"{(time.perf_counter() - at) * 1000:7.0f} ms  {name}{f': {said}' if said else ''}", soft_wrap=True
                )
        except (PageNotAsExpected, httpx.HTTPError) as problem:
            console.print(f"[red]stuck[/]  {problem}", soft_wrap=True)
            return STUCK
        console.print(f"{time.perf_counter() - began:7.1f} s   in all; what came out lies in {out}", soft_wrap=True)
    return DONE


@dataclass
class Journey:
    """Where the story stands: addresses of the pages that matter, found by following links and forms."""

    people: Mapping[str, Visitor]
    out: Path
    title: str = ""
    workspace: str = ""
    alias: str = ""
    receipt: str = ""
    credential: str = ""
    short: set[str] = field(default_factory=set)

    def steps(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """The story in order: what happens, and how."""
        yield "A visitor searches the catalogue, mistyping", self.search
        yield "Ada, two assessors and Omar sign in", self.sign_in
        yield "Ada joins the pilot", self.join
        yield "Ada starts a micro-credential", self.start
        yield "Ada writes and uploads her evidence", self.write
        yield "Ada submits, and gets a receipt", self.submit
        yield "Ben claims it and scores it blind, then Henrike: not yet", self.score_not_yet
        yield "Ada reads the feedback", self.read_feedback
        yield "Ada revises only what was short, and submits again", self.revise
        yield "Both score it again: earned", self.score_earned
        yield "Ada has her credential", self.receive
        yield "Anyone verifies it", self.verify
        yield "A tampered copy is refused", self.tamper
        yield "Omar confirms the credit", self.confirm
        yield "Ada's transcript tells the renewal cycle", self.transcript

    def search(self) -> str:
        """The catalogue forgives a mistyped word and shows whole rubrics to anybody."""
        visitor = self.people["visitor"]
        found = visitor.open("/catalogue/?q=perfromance+assesment").links("/catalogue/")
        return f"{len(found)} links"

    def sign_in(self) -> str:
        """Each of them by one click."""
        for key in CAST_OF_IT:
            visitor = self.people[key]
            visitor.send(visitor.open("/demo/").form(f"/demo/{key}/"))
        return ""

    def join(self) -> str:
        """A seat in the pilot, or the one she has."""
        ada = self.people["ada"]
        page = ada.open("/programs/south-carolina-pilot/")
        if not page.forms("/arrival/"):
            return "she has her seat"
        ada.send(page.form("/arrival/"), {"agreement_accepted": "on"})
        return "a seat"

    def start(self) -> str:
        """The first micro-credential of the pilot's stacks that she has not begun, else any."""
        ada = self.people["ada"]
        begun = ada.open("/pursuits/").words()
        stacks = ("collective-leadership", "basic-performance-assessment", "advanced-performance-assessment")
        for stack in stacks:
            for address in ada.open(f"/stacks/{stack}/").links("/catalogue/"):
                page = ada.open(address)
                starting = page.forms("/pursuits/")
                title = page.title
                if not starting or title in begun:
                    continue
                self.title = title
                self.workspace = ada.send(starting[0]).address
                return self.title
        raise PageNotAsExpected(
            "Ada has begun every micro-credential of the pilot. `make clean` and `make demo` begin the story again."
        )

    def write(self) -> str:
        """Every answer in its own saving field, every artifact as a real upload."""
        page = self.people["ada"].open(self.workspace)
        fields, uploads = page.forms("/answers/"), _uploads(page)
        for form in fields:
            self._answer(form, page)
        for number, form in enumerate(uploads):
            self._upload(form, f"evidence-{number + 1}", "first")
        return f"{len(fields)} answers, {len(uploads)} artifacts"

    def submit(self) -> str:
        """See what will be frozen, attest, submit."""
        ada = self.people["ada"]
        page = ada.open(f"{self.workspace}submission/")
        form = page.form("/submission/")
        attestations = [box.get("value") for box in form.element.xpath(".//input[@type='checkbox']")]
        name = form.element.xpath("string(.//input[@type='checkbox']/@name)")
        receipt = ada.send(form, {name: attestations})
        if "/submissions/" not in receipt.address:
            raise PageNotAsExpected(f"no receipt, but {receipt.address}: {receipt.words()[:300]}")
        self.receipt = receipt.address
        return receipt.title

    def score_not_yet(self) -> str:
        """The first criterion of Part 2 is one level short, with a comment that says what is missing."""
        return self._score(short=True)

    def score_earned(self) -> str:
        """Every criterion that was reopened meets its level now."""
        return self._score(short=False)

    def read_feedback(self) -> str:
        """What was met, what is short; and the same as a document."""
        ada = self.people["ada"]
        page = ada.open(f"{self.receipt}feedback/")
        self._keep("feedback.pdf", ada.get(f"{self.receipt}feedback.pdf"))
        return page.title

    def revise(self) -> str:
        """Only what feeds the short criterion is open: its artifact is replaced."""
        ada = self.people["ada"]
        page = ada.open(self.workspace)
        open_uploads, answers = _uploads(page), page.forms("/answers/")
        for removal in page.forms("/removal/"):
            ada.send(removal)
        for number, form in enumerate(open_uploads):
            self._upload(form, f"evidence-{number + 1}-revised", "revised")
        for form in answers:
            self._answer(form, page, revised=True)
        for form in page.forms("/changes/"):
            ada.send(form, {"text": "I replaced what was short, and say at the top what is new in it."})
        self.submit()
        return f"{len(open_uploads)} artifacts and {len(answers)} answers were open"

    def receive(self) -> str:
        """The worker signs it; she finds it among her awards, and takes every form of it along."""
        ada = self.people["ada"]
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            page = ada.open("/awards/")
            for address in page.links("/credentials/"):
                if self.title in ada.open(address).words():
                    self.credential = address
                    break
            if self.credential:
                break
            time.sleep(0.3)
        else:
            raise PageNotAsExpected(f"no credential for {self.title} within {PATIENCE} seconds")
        page = ada.open(self.credential)
        for name, part in (
            ("credential.json", ".json"),
            ("credential.png", ".png"),
            ("credential.svg", ".svg"),
            ("certificate.pdf", "certificate"),
        ):
            self._keep(name, ada.get(page.link(part)))
        return self.credential

    def verify(self) -> str:
        """Without an account: by the public page, and by the address of the document."""
        visitor = self.people["visitor"]
        page = visitor.open("/verify/")
        verdict = visitor.send(page.form("/verify/"), files={"file": self._kept("credential.png", "image/png")})
        return _said(verdict, "Genuine")

    def tamper(self) -> str:
        """One changed word in the document is found out."""
        visitor = self.people["visitor"]
        text = (self.out / "credential.json").read_text().replace(self.title, f"{self.title}!", 1)
        page = visitor.open("/verify/")
        verdict = visitor.send(
            page.form("/verify/"), files={"file": ("credential.json", text.encode(), "application/json")}
        )
        return _said(verdict, "Not valid")

    def confirm(self) -> str:
        """The credit that the award proposes, with its reasons, waits for the coordinator."""
        omar = self.people["omar"]
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            page = omar.open("/recognitions/")
            for form in page.forms("/ruling/"):
                row = form.element.xpath("string(ancestor::tr | ancestor::li | ancestor::article)")
                if self.title in row and "Ada" in row:
                    omar.send(form, _pressed(form, "confirm"))
                    return "confirmed"
            time.sleep(0.3)
        raise PageNotAsExpected(f"no credit of Ada's for {self.title} to confirm within {PATIENCE} seconds")

    def transcript(self) -> str:
        """The page, and the same for programs."""
        ada = self.people["ada"]
        page = ada.open("/transcript/")
        self._keep("transcript.json", ada.get(page.link(".json")))
        return page.title

    def _answer(self, form: Form, page: Page, *, revised: bool = False) -> None:
        limit = int(form.element.xpath("string(.//textarea/@data-word-limit)") or 200)
        sentence = f"In my second-grade room this is how I went about “{self.title}”, step by step, with what I saw."
        again = " I have gone back to it after the feedback and say more precisely what changed." if revised else ""
        text = " ".join(((sentence + again + " ") * 20).split()[: max(limit - 10, 5)])
        self.people["ada"].send(form, {"text": text}, accept="application/json")

    def _upload(self, form: Form, name: str, take: str) -> None:
        accepted = form.element.xpath("string(.//input[@type='file']/@accept)")
        upload: Upload
        if ".pdf" in accepted or "application/pdf" in accepted or not accepted:
            text = f"# {self.title}\n\nWhat I made and did, {take} version.\n\n- Planned\n- Done\n- Talked over\n"
            upload = (f"{name}.pdf", as_pdf(self.title, text), "application/pdf")
        else:
            upload = (f"{name}.png", _picture(f"{self.title} ({take})"), "image/png")
        ada = self.people["ada"]
        page = ada.send(form, files={"file": upload})
        for address in page.links("/consent/"):
            ada.send(ada.open(address).form("/consent/"), {"people": ["nobody"], "permission": "not_needed"})

    def _score(self, *, short: bool) -> str:
        """What would pass, or is short by one criterion, is read by two."""
        return "; ".join(self.score_as(key, short=short) for key in ("ben", "henrike"))

    def score_as(self, key: str, *, short: bool = False) -> str:
        """One assessor's reading, from the claim to the save."""
        reader = self.people[key]
        bench = self.claim_as(key)
        marks = bench.forms("/marks/")
        is_short = short
        for form in marks:
            radios = form.element.xpath(".//input[@type='radio']")
            criterion = form.element.xpath("string(.//legend)").split()
            chosen = radios[-1]
            comment = f"The evidence shows it: {' '.join(criterion)}."
            if is_short and len(radios) > 2:
                chosen, is_short = radios[0], False
                comment = "The plan names the step but not what you saw. Add one observation and say what it changed."
            values = {"level": chosen.get("value"), "text": comment}
            reader.send(form, values, accept="application/json")
        review = reader.open(f"{bench.address}scoring/")
        saved = reader.send(review.form("/scoring/"))
        return f"{len(marks)} criteria scored; {_message_on(saved)}"

    def claim_as(self, key: str) -> Page:
        """An assessor takes the oldest submission to this micro-credential, as soon as the worker has queued it."""
        reader = self.people[key]
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            queue = reader.open("/queue/")
            for form in queue.forms("/queue/claim/"):
                if self.title in form.element.text_content():
                    return reader.send(form)
            if self.title in queue.tree.xpath("string(//main//h2)"):  # nothing else waits
                return reader.send(queue.form("/queue/claim/"))
            time.sleep(0.3)
        raise PageNotAsExpected(f"nothing of {self.title} to claim within {PATIENCE} seconds: {queue.words()[:400]}")

    def _keep(self, name: str, content: bytes) -> None:
        (self.out / name).write_bytes(content)

    def _kept(self, name: str, media_type: str) -> Upload:
        return name, (self.out / name).read_bytes(), media_type


def _uploads(page: Page) -> list[Form]:
    """Return the forms that take a file."""
    return [form for form in page.forms("/items/") if form.element.xpath(".//input[@type='file']")]


def _said(page: Page, words: str) -> str:
    """Return the words, having found them on the page.

    Raises:
        PageNotAsExpected: the page says something else.
    """
    if words not in page.words():
        raise PageNotAsExpected(f"{page.address} does not say “{words}” but: {page.words()[:400]}")
    return words


def _message_on(page: Page) -> str:
    """Return what the page says of what was just done."""
    return " ".join(page.tree.xpath("string(//*[contains(@class, 'messages')])").split())


def _pressed(form: Form, part: str) -> dict[str, str]:
    """Return what the button whose value contains these characters sends."""
    for button in form.element.xpath(".//button[@name]"):
        if part in (button.get("value") or ""):
            return {button.get("name"): button.get("value")}
    return {}


def _picture(words: str) -> bytes:
    picture = Image.new("RGB", (800, 500), "white")
    ImageDraw.Draw(picture).text((40, 40), words, fill="black")
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
