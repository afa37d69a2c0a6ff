// Package atomicfile writes files that are never seen half-written: not by a
// reader, and not after a crash or a full disk.
package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Write makes data the content of the named file: it writes a temporary file
// in the same directory and renames it. A file that exists keeps its
// permissions, and a symbolic link stays one. What is no regular file, such as
// a device or a pipe, is written to directly. On an error, the file is as it
// was before.
func Write(name string, data []byte) error {
	target, err := filepath.EvalSymlinks(name)
	if errors.Is(err, fs.ErrNotExist) {
		target, err = danglingTarget(name), nil
	}
	if err != nil {
		return err
	}
	info, err := os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return replace(target, data, nil)
	case err != nil:
		return err
	case info.IsDir():
		return &fs.PathError{Op: "write", Path: name, Err: errors.New("is a directory")}
	case !info.Mode().IsRegular():
		return overwrite(target, data)
	}
	return replace(target, data, info)
}

// danglingTarget is where a link leads whose file is not there yet.
func danglingTarget(name string) string {
	to, err := os.Readlink(name)
	if err != nil {
		return name
	}
	if !filepath.IsAbs(to) {
		to = filepath.Join(filepath.Dir(name), to)
	}
	return to
}

// overwrite writes to something that a rename would destroy.
func overwrite(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// replace writes a temporary file and gives it the name. If there was a file
// of that name, old describes it.
func replace(name string, data []byte, old fs.FileInfo) error {
	tmp, err := createTemp(filepath.Dir(name))
	if pathErr := new(fs.PathError); errors.As(err, &pathErr) {
		return &fs.PathError{Op: "write", Path: name, Err: pathErr.Err} // nobody knows the temporary file's name
	}
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Sync() // or the name could survive a crash that the data does not
	}
	if err == nil && old != nil {
		err = tmp.Chmod(old.Mode().Perm())
	}
	err = errors.Join(err, tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		os.Remove(tmp.Name()) // the first error is what there is to tell
	}
	return err
}

// createTemp is os.CreateTemp but for the permissions, which here are those of
// any new file, as the umask of the process has it.
func createTemp(dir string) (*os.File, error) {
	const attempts = 100
	for range attempts {
		name := filepath.Join(dir, fmt.Sprintf(".gojoincheck-%d-%08x.tmp", os.Getpid(), rand.Uint32()))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, &fs.PathError{Op: "createtemp", Path: dir, Err: fs.ErrExist}
}
