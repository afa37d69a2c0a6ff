package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/atomicfile"
	"github.com/gojoincheck/gojoincheck/internal/report"
)

// A destination is one report to write: in a format, to a file or, without a
// name, to standard output.
type destination struct {
	format *format
	file   string
}

// destinations returns the reports that the flags ask for: those of -output,
// and one to standard output in the format of -format if that is given or
// nothing else is.
func (a *app) destinations() ([]destination, error) {
	var all []destination
	if len(a.opts.outputs) == 0 || a.opts.format != "" {
		name := a.opts.format
		if name == "" {
			name = formats[0].name
		}
		all = append(all, destination{format: findFormat(name)})
		if all[0].format == nil {
			return nil, unknownFormat(name)
		}
	}
	for _, s := range a.opts.outputs {
		name, file, toFile := strings.Cut(s, ":")
		d := destination{format: findFormat(name), file: file}
		if d.format == nil {
			return nil, unknownFormat(name)
		}
		if toFile && file == "" {
			return nil, usagef("-output %s: no file after the colon", s)
		}
		all = append(all, d)
	}
	return all, checkDestinations(all)
}

func unknownFormat(name string) error {
	return usagef("unknown format %q: it is one of %s", name, strings.Join(formatNames(), ", "))
}

// checkDestinations refuses, before anything runs, what could not be written
// in the end.
func checkDestinations(all []destination) error {
	seen := map[string]bool{}
	for _, d := range all {
		if d.file == "" {
			if seen[""] {
				return usagef("two reports cannot both go to standard output: give one a file, as in -output sarif:out.sarif")
			}
			seen[""] = true
			continue
		}
		path, err := filepath.Abs(d.file)
		if err != nil {
			return err
		}
		if seen[path] {
			return usagef("-output: two reports cannot both go to %s", d.file)
		}
		seen[path] = true
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			return usagef("-output %s:%s: no such directory", d.format.name, d.file)
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return usagef("-output %s:%s: it is a directory", d.format.name, d.file)
		}
	}
	return nil
}

// forPeople reports whether nobody but people reads the reports.
func forPeople(all []destination) bool {
	for _, d := range all {
		if !d.format.forPeople {
			return false
		}
	}
	return true
}

// write renders every report before it writes the first, each at one go: a
// file is never half-written. A report that cannot be written does not keep
// the others from it.
func (a *app) write(all []destination, rep *report.Report) error {
	texts := make([][]byte, len(all))
	for i, d := range all {
		var b bytes.Buffer
		out := output{Writer: &b, terminal: d.file == "" && isTerminal(a.stdout)}
		if err := d.format.write(a, rep, out); err != nil {
			return fmt.Errorf("cannot write the report: %w", err)
		}
		texts[i] = b.Bytes()
	}
	var errs []error
	for i, d := range all {
		var err error
		if d.file == "" {
			_, err = a.stdout.Write(texts[i])
		} else {
			err = atomicfile.Write(d.file, texts[i])
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("cannot write the report: %w", err))
		}
	}
	return errors.Join(errs...)
}

// repositoryRoot returns the directory that holds the version control of dir,
// or the nearest module's, or dir itself: what services take file names to be
// relative to.
func repositoryRoot(dir string) string {
	for _, marks := range [][]string{{".git", ".hg", ".jj", ".svn"}, {"go.work"}, {"go.mod"}} {
		for d := dir; ; d = filepath.Dir(d) {
			for _, mark := range marks {
				if _, err := os.Stat(filepath.Join(d, mark)); err == nil {
					return d
				}
			}
			if d == filepath.Dir(d) {
				break
			}
		}
	}
	return dir
}
