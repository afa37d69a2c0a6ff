package golangci

import (
	"fmt"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// fold moves what golangci-lint does not show, the rule and the related
// positions, into the message: it would count each related position as an
// issue of its own, which no //nolint comment on the finding reaches.
//
// A position that the reader has already, as that of the issue or in the
// message, is not repeated.
func fold(fset *token.FileSet, d analysis.Diagnostic) analysis.Diagnostic {
	at := fset.Position(d.Pos)
	msg := d.Message
	var proof []string
	for _, rel := range d.Related {
		if !rel.Pos.IsValid() || rel.Message == "" {
			continue
		}
		where := place(at, fset.Position(rel.Pos))
		if where == place(at, at) || mentions(d.Message, where) {
			continue
		}
		if s := label(where, rel.Message); !slices.Contains(proof, s) {
			proof = append(proof, s)
		}
	}
	if d.Category != "" {
		msg = d.Category + ": " + msg
	}
	if len(proof) > 0 {
		msg += " (" + strings.Join(proof, "; ") + ")"
	}
	d.Message, d.Related = msg, nil
	return d
}

// place names a line for a reader who is at another one.
func place(from, to token.Position) string {
	if to.Filename == from.Filename {
		return fmt.Sprintf("line %d", to.Line)
	}
	return fmt.Sprintf("%s:%d", filepath.Base(to.Filename), to.Line)
}

// mentions reports whether the message names the place, and not merely one
// whose number begins like it.
func mentions(message, where string) bool {
	return regexp.MustCompile(`\b` + regexp.QuoteMeta(where) + `\b`).MatchString(message)
}

var here = regexp.MustCompile(`\bhere\b`)

// label says where something is: "joined here" becomes "joined at line 7", and
// a label that does not say "here" follows its line.
func label(where, label string) string {
	if loc := here.FindStringIndex(label); loc != nil {
		return label[:loc[0]] + "at " + where + label[loc[1]:]
	}
	return where + ": " + label
}
