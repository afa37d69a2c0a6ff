package report

import (
	"net/url"
	"path/filepath"
	"strings"
)

// rootName returns the name of a file relative to the root of the repository,
// which is how services that know the repository name it, and whether the file
// lies there at all; if not, it is the name that Name returns.
func (r *Report) rootName(file string) (name string, inside bool) {
	if r.Root != "" && filepath.IsAbs(file) {
		rel, err := filepath.Rel(r.Root, file)
		if err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel), true
		}
	}
	return r.Name(file), false
}

// inRoot is rootName for those who have no use for the difference.
func (r *Report) inRoot(file string) string {
	name, _ := r.rootName(file)
	return name
}

// uri returns the address of a file: relative if it lies in the repository.
func (r *Report) uri(file string) (uri string, relative bool) {
	name, inside := r.rootName(file)
	if inside {
		return (&url.URL{Path: name}).String(), true
	}
	if !filepath.IsAbs(file) {
		return (&url.URL{Path: filepath.ToSlash(file)}).String(), true
	}
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/x.go
	}
	return (&url.URL{Scheme: "file", Path: path}).String(), false
}
