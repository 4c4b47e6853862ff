"""Jargon: words of technical prose, known to be spelt right."""

from __future__ import annotations

_WORDS = """
abbreviated abbreviation ability abort absent abstract accent acceptance accessible accessor accidental
accomplish accordance according accumulate acknowledgment active actual adaptation addition additional adhere
adjacent admission adoption afterwards ahead alias align allocate alongside alpha alphabetic alphabetical
alphanumeric alter alterations alternate altogether ambiguity ambiguous amended amongst analogous analyse
analyze ancestor anchor animation anonymous ansi anymore anyway anywhere api app apparent appeal append
applicable application applied applies applying appreciate approximate arbitrary arch argparse args argv
arise artifact artistic ascending assembled assembly assign assumption assure async asynchronous asyncio
atomic atomically attr attribute audio augment auth authoritative authority authorization authorize
authorship auto autocomplete autocompletion autoconf autodetect automated auxiliary availability avoidance
await babel backend backport backslash backspace backticks backtracking backward bail bandwidth bare baseline
basename bash became beforehand behalf beneficial beta bidirectional bind bindings bitmap bitmask bitwise
blob boilerplate bold bookkeeping bool boolean boost boundary bracket breach breakage breakpoint browse
builtin bump bundle bypass byteorder bytes cache calculate callable callables cancellation cannot canonical
capability capacity capitalized caption carp carriage cast caught caution caveats cease cert certificate
changelog channel charset chatbot checkpoint checksum chmod chromium chunk cipher circuit circular
circumstances circumvent clamp clarity clash classic classification classmethod clause cleanup cli click clip
clipboard clockwise clone closure codebase codec codecs codepoint coefficients coerce coercion collaborative
collective collector collide collision colon combination comm comma commandline commence comms compact
companion comparison compatibility compatible compensate competent compilation complement complexity
compliance compliant component composite compound comprehension comprehensive compression compromise
compulsory computation conceptually concise concrete concurrency concurrent conditional confess config
configuration configure confirmation conform confusion conjunction consecutive consent consequential
conservative considerably consideration consist consistency consistent conspicuously const constitute
constrained constraint consumption contextual continuation continuous contrary contributor convenience
convenient convention conversion convey coordinate cope correspondence corrupt corruption counterpart
courtesy covariant cpu creator criteria critical croak crude crypto cryptographic cryptography css csv cubic
curl cursor customary customization customize cyclic dangling dash dask dataclass dataframe dataset deadlock
decimal declaration decomposed decompress decompression decrease decrement dedicated deem defects defensive
defer define deflate degenerate delegate delete deliberate delimited delimiter delta demonstrate denominator
denote density dep dependent deployment deprecate depth descendant descending descent description descriptive
descriptor deserialize designate dest destruction destructor detached detect determination deterministic
detriment diagnostic dialect dialog dict dictates diff differentiate differing digests dimensional directive
disable disallow disambiguate discard disclaimer disconnect discouraged discrete discussed discussing
dispatch dispose disrupt distinct distinguish distort distributes distributing distributor distro ditto doc
docker docs docstring documentation downgrade downstream drain dramatic dtype dual dumb dummy dump dup
duplicate dynamic dynamically echo editorial effective efficiency efficient elapsed electronic eligible
eliminate ellipsis elsewhere emacs email emission emit emoji emulate encapsulates enclose encrypted
encryption endian endings endorse endpoint enforce enforceability enforceable engineer enhanced enhancements
entirety entitled entity entrypoint enum enumerate env equality equitable equivalent erase erroneously
essential establish eval eventually everywhere exceptional excess excessive exclude exclusion exclusive exe
executables executor exhausted exhaustion exhaustive exotic expansion expectation experimental expiration
expire explicit exploit expr ext extensible extensive extent extract extraneous facilitate fallback false
fatal favor feedback ffmpeg filepath filesystem finalization finalize fingerprint finite fire fixture fixup
flexibility flip float flush footprint forbid forcibly foreground forever formerly forth fps fractional
fragile fragment freedom freeing frequently front frontend fulfill func functional functionality fundamental
gamma gateway generalized generate generic genuine geography geometric github glob glue glyph goes going
google govern gpu gracefully granularity graphical graphics grayscale greedy greeting gui guidance guidelines
hack halt halves handshake hardcode harness hash hashable hatch heap heartbeat hence heuristic hexadecimal
hierarchical hierarchy highlight hint historic historical homepage homogeneous hood hopefully horizontal
hostname html http https hundreds hyphen icon ide ideal idempotent ident identical identification idiom idle
illustrates imaginary immutable implement implementation implications implicit implied imply impossible
imprecise improperly inability inaccurate inactive inbox inch incidental inclusion inclusive incompatible
incomplete inconsistency inconsistent incorporate incorrect increment incremental incurred indeed
indefinitely indent indentation indeterminate indicator indices indirect individual ineffective inefficient
inexpensive infer infinite infix info informational informative infrastructure infringes inherently
inheritance init initialised initialization initialize initiate inject inline innermost inode inplace input
insecure insensitive insertion inspect installation instantiate insufficient int intact integrity intel
intellectual intent intention intentional interact interactive intercept interface interfere interior
intermediary intermediate internal international interpret interpretation interruption intersection
introduction introspection intuitive invalid invalidate invariant invert investigate invisible invocation
invoke ipython ipywidgets irrelevant irrevocable isolated isolation italic iterable iterative javascript
jiter jscatter json junk jupyter jurisdiction kernel kerning keyring kwargs lambda lang latent latex layout
leak least leftmost leftover legacy legitimate lenient lexer lexical liability lib libs lifecycle lifetime
lightweight likewise limitation linguistic linkage linter linux literal literary locale localhost
localization localize localtime locate locator logarithmic logical login logit logits logo lone lookup luck
macos macro magnitude malformed malfunction malicious mandatory mangled manifest manipulate mantissa mappings
marginally markdown markup mathematical matplotlib matrices maximal maximize maxpool meaningful meaningless
meanings meantime mechanism media medium memo mere meta metadata metric microsecond middleware migrate
milliseconds mime mimic minimal minimize misc miscellaneous misleading mismatch mixin modification monotonic
multi multiline multipart multiplication musical mutable mutate mysql naive namespace national navigation
ndarray negate negligence nevertheless nginx nlp node nominal nonempty nonexistent noop normalised
normalization normalize notably notation notify null numerator numeric numpy oauth obj obligation obligations
obscure obsolete occupied octal octets okay omission omit ongoing online onwards opaque opcode openai operand
optimal optimization optimizer opts ordinal orientation oriented originated originates originating outdated
outermost outgoing overflow overhead overlap overload overridden override overview overwrite overwritten
ownership pandas param params parentheses parenthesis parenthesized parseable parser partial participate
partition partnership pathlib pathname pathological payload pdf peek pending perf periodic periodically
permissible permissive permutation perpendicular perpetual persistent perspective pertain pick ping pipeline
pixel placeholder plaintext playlist plugin png pod pods polars polygon populate portability positional posix
possibility post postgres practical preamble precede precedence precedes precision predefined predicate
preference prefetch preliminary prematurely preparation prepend preprocess prerelease prerequisite presence
present preset presumably presume prevailing prevent preview primitive principal prioritize priority probe
problematic procedure proceed prompt propagate proportional proprietary protocol prototype provision
provisional proxy prune pseudo pseudocode pseudonym pts publication publicity pytest python pytorch quadratic
radians radius raster rational rationale readability readme readonly reality reasonably rebuild rebuilt
recalculate recast recipient recommendation recompile recompute reconnect reconstruct recordings recreate
rectangle rectangular recurse recursive redefine redefinition redirect redis redistribute redraw reduction
redundant reentrant refer regenerate regex regexp registration registry reload remap removal reopen reorder
repeatedly repetition replayed replicate repo repr representation representative reproduce reproducible
reproduction rerun resides resize resolution respective responsibility responsive rest restart restrictive
ret retrieval retrieve retroactively retry reuse revert revision revocation revoked rewind rewrite rewritten
rightmost roadmap robust rotate royalty safety sandbox sane sanitize sanity scenario scientific scipy scroll
seaborn secondary section seeing seemingly segment selector semantic semantically semaphore semicolon
sentinel separable sequential serial serialization serialize setup severity shim shortcut shorten shorthand
shutdown sigma signature signify simplicity simplification simplify simulate simultaneously singleton
skeleton sklearn slash slot slowdown snapshot snippet softmax solara somehow spam span spawn spec specialized
specifically specification speedup sphinx sponsorship spreadsheet spurious sql sqlite sqrt ssh stability
standalone standardized stash stat static statically stderr stdin stdout str straight stray struct structural
stub stylesheet subcommand subdir subdirectory subexpression submodule subpackage subplot subprocess
subroutine subs subscript subset substantial substring subsystem subtree subtype successive successor
sufficient suggestion suitability suite summarized summarizes superclass supersede superset supertype
suppress surrogate svg swap symbolic sync synchronous synonym syntactically synthesize synthetic tabs tagged
tags tarball teardown technical technological technology temp template tensor tensorflow terminate terminator
terminology testbook textual theoretically threshold tilde till timestamp todo toggle token tokenize
tokenizer tolerance toml toolbar toolkit topmost topography trademark trait traitlets trans transaction
transformation transformer transient transition transitive translator transmission transmit transparency
transparent traversal traverse trim triple triplet trivial truncate tuple tutorial tweak ubuntu unaffected
unaltered unambiguous unary unauthorized unavailable unbound unbuffered unchanged unchecked unclear unclosed
uncommon uncompressed unconditional undefined underlay underline underlying underneath underscore
understandings undesirable undesired undo undocumented unencoded unequal unescape unexpected unfair
unfinished unfortunate unhandled unicode unify uninitialized uninstalled unintended universal unix unknown
unlimited unlink unmasked unmatched unmodified unnamed unnecessary unneeded unordered unpack unpredictable
unqualified unquoted unreachable unreadable unrecognized unregister unrelated unresolved unrestricted unset
unsigned unspecified unstable unsuccessful unsupported unsure untested untouched untrusted untyped unused
unusual unwanted unwrap upstream upwards url urls username utf util utilize utils uuid valid validator
validity variadic variant variation vars vary vendor verbose verbosity verification vertex vertices vice
violated violates violation virtualenv visibility void voluntary vulnerability webhook website websocket
wedge whatsoever whichever whilst whitespace widget width wifi wiki wildcard workaround workflow writeable
xml yaml yield youtube zeroes zip zoom
"""
WORDS = _WORDS.split()
