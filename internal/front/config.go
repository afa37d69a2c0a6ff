package front

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Config is the go command's description of one unit. The field names are
// the protocol's; fields that we have no use for are left out.
type Config struct {
	ID           string            // for example "fmt [fmt.test]"
	Compiler     string            // "gc" or "gccgo"
	Dir          string            // the package's directory
	ImportPath   string            // the package path
	GoVersion    string            // of the module, such as "go1.25.0"
	GoFiles      []string          // absolute
	NonGoFiles   []string          // absolute
	IgnoredFiles []string          // absolute
	Module       *Module           // from Go 1.27 on; see [Config.OfModule]
	ImportMap    map[string]string // import path to package path
	PackageFile  map[string]string // package path to export data
	PackageVetx  map[string]string // package path to fact file
	VetxOnly     bool              // asked for facts, not for diagnostics
	VetxOutput   string            // where the facts go
	Stdout       string            // where standard output goes, if not empty

	// The module before Go 1.27.
	ModulePath    string
	ModuleVersion string

	// SucceedOnTypecheckFailure says that the compiler will report what does
	// not compile. No go command sets it today, other build systems do.
	SucceedOnTypecheckFailure bool

	name    string   // of the config's file
	sources []Source // read when first asked for
	forks   *bool    // they bear the marks of Forking; nil until asked
}

// A Module is what the go command tells of a package's module.
type Module struct {
	Path      string
	Version   string // empty for the main module and those of the workspace
	GoVersion string // such as "go1.25.0"
}

// ReadConfig reads the config that the go command has written, unless it was
// read at the start.
func ReadConfig(name string) (*Config, error) {
	if early != nil && early.name == name {
		return early, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read the unit's config: %w", err)
	}
	cfg := &Config{name: name}
	if err := json.Unmarshal(data, cfg); err != nil {
		return nil, fmt.Errorf("cannot decode the unit's config %s: %w", name, err)
	}
	if len(cfg.GoFiles) == 0 {
		return nil, fmt.Errorf("the unit's config %s names no Go files (package %q)", name, cfg.ImportPath)
	}
	return cfg, nil
}

// OfModule returns the module of the package, or nil. Before Go 1.27 only its
// path and version are known.
func (cfg *Config) OfModule() *Module {
	if cfg.Module != nil || cfg.ModulePath == "" {
		return cfg.Module
	}
	return &Module{Path: cfg.ModulePath, Version: cfg.ModuleVersion, GoVersion: cfg.GoVersion}
}

// Sources reads the Go files of the unit.
func (cfg *Config) Sources() (_ []Source, err error) {
	if cfg.sources == nil {
		cfg.sources, err = readSources(cfg.GoFiles)
	}
	return cfg.sources, err
}

// Standard reports whether the package belongs to the standard library. The
// config has a field Standard, but it covers the imports only. The go command
// hands its GOROOT down in the environment; where another build system does
// not, a path whose first element has no dot and that has no module is
// reserved for the standard library.
func (cfg *Config) Standard() bool {
	if goroot := os.Getenv("GOROOT"); goroot != "" && cfg.Dir != "" {
		rel, err := filepath.Rel(filepath.Join(goroot, "src"), cfg.Dir)
		return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
	}
	first, _, _ := strings.Cut(cfg.ImportPath, "/")
	return cfg.OfModule() == nil && !strings.Contains(first, ".")
}

// OwnModule reports whether the package belongs to the main module (or to one
// of the workspace), that is, whether somebody is likely to ask about it. Only
// the modules of others have a version.
func (cfg *Config) OwnModule() bool {
	m := cfg.OfModule()
	return !cfg.Standard() && (m == nil || m.Version == "")
}

// Foreign reports whether the unit is a package of another module that is asked
// for facts alone.
func (cfg *Config) Foreign() bool { return cfg.VetxOnly && !cfg.OwnModule() }

// WriteFile writes name so that a reader sees all of it or nothing: a tool
// that is killed half-way must not leave a fact file behind for the cache.
func WriteFile(name string, data []byte) error {
	if len(data) == 0 {
		return os.WriteFile(name, nil, 0o644) // nothing can be half of it
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".tmp*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		// CreateTemp makes files that only we can read; a shared build cache
		// copies the content, other build systems keep the file.
		err = os.Chmod(tmp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}
