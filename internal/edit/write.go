package edit

import (
	"os"
	"path/filepath"
)

// Write replaces the contents of an existing file, at once: whoever reads it
// sees the old text or the new one, never a part. The file keeps its mode, and
// a symbolic link stays one.
func Write(name string, text []byte) (err error) {
	name, err = filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	// In the same folder, because a rename does not cross file systems.
	tmp, err := os.CreateTemp(filepath.Dir(name), ".gojoincheck-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if _, err = tmp.Write(text); err != nil {
		return err
	}
	if err = tmp.Chmod(info.Mode().Perm()); err != nil {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}
