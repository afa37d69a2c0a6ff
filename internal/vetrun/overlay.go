package vetrun

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// overlaid ends a text that stands in for a file's. The go command files what
// the vet tool says by the text of a file, not by its name, and the positions
// in it name the stand-in: were the texts the same, a later run on the real
// file would be answered with them.
const overlaid = "\n// This text stands in for the file's.\n"

// An overlay lets the go command see other texts than the files have.
type overlay struct {
	dir   string
	names map[string]string // the end of a stand-in's name → the file
}

// newOverlay writes the texts to a temporary folder.
func newOverlay(texts map[string][]byte) (_ *overlay, err error) {
	dir, err := os.MkdirTemp("", "gojoincheck-")
	if err != nil {
		return nil, err
	}
	o := &overlay{dir: dir, names: map[string]string{}}
	defer func() {
		if err != nil {
			o.remove()
		}
	}()
	replace := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		text := append(slices.Clone(texts[name]), overlaid...)
		// What the cache replays names the folder of an earlier run, perhaps
		// of another machine, so that the end of the name must tell the file.
		sum := sha256.Sum256([]byte(name + "\x00" + string(text)))
		id := filepath.Join(hex.EncodeToString(sum[:16]), filepath.Base(name))
		file := filepath.Join(dir, id)
		if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			return nil, err
		}
		replace[name], o.names[filepath.ToSlash(id)] = file, name
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	return o, os.WriteFile(o.file(), data, 0o600)
}

func (o *overlay) file() string { return filepath.Join(o.dir, "overlay.json") }

// flag is what makes the go command use it.
func (o *overlay) flag() string { return "-overlay=" + o.file() }

func (o *overlay) remove() { os.RemoveAll(o.dir) }

// real returns the file that a name stands in for, or the name.
func (o *overlay) real(name string) string {
	parts := strings.Split(filepath.ToSlash(name), "/")
	if n := len(parts); n >= 2 {
		if file, ok := o.names[strings.Join(parts[n-2:], "/")]; ok {
			return file
		}
	}
	return name
}

// restore puts the names of the files into a result.
func (o *overlay) restore(res *Result) {
	for i := range res.Findings {
		f := &res.Findings[i]
		o.position(&f.Pos)
		o.position(&f.End)
		for k := range f.Related {
			o.position(&f.Related[k].Pos)
			o.position(&f.Related[k].End)
		}
		for _, fix := range f.Fixes {
			for k := range fix.Edits {
				fix.Edits[k].File = o.real(fix.Edits[k].File)
			}
		}
	}
	for i := range res.Problems {
		o.position(&res.Problems[i].Pos)
	}
}

func (o *overlay) position(p *finding.Position) { p.File = o.real(p.File) }

// withOverlay runs with the texts of an overlay in place of files.
func withOverlay(opts Options, run func(Options) (*Result, error)) (*Result, error) {
	o, err := newOverlay(opts.Overlay)
	if err != nil {
		return nil, fmt.Errorf("cannot write texts for the go command to see: %w", err)
	}
	defer o.remove()
	opts.Overlay = nil
	opts.BuildFlags = append(slices.Clone(opts.BuildFlags), o.flag())
	res, err := run(opts)
	if err != nil {
		return nil, err
	}
	o.restore(res)
	res.Findings = finding.Normalize(res.Findings)
	res.Problems = finding.NormalizeProblems(res.Problems)
	return res, nil
}
