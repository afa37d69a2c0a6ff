package syncmodel

// endRows are the functions of test frameworks and loggers that never return.
func endRows() map[Key]Row {
	rows := map[Key]Row{}
	for _, pkg := range []string{"github.com/onsi/ginkgo", "github.com/onsi/ginkgo/v2", "github.com/bsm/ginkgo/v2"} {
		for _, fn := range []string{"Fail", "Skip", "AbortSuite"} {
			rows[Key{pkg, "", fn}] = Row{Do: FatalTest, Doc: "Fail notifies Ginkgo that the current spec has failed. (Gomega will call Fail for you automatically when an assertion fails.) Under the hood, Fail panics to end execution of the current spec."}
		}
	}
	exits := func(pkg, recv string, doc string, fns ...string) {
		for _, fn := range fns {
			rows[Key{pkg, recv, fn}] = Row{Do: FatalProcess, Doc: doc}
		}
	}
	for _, recv := range []string{"", "Logger", "Entry"} {
		exits("github.com/sirupsen/logrus", recv, "Calls os.Exit(1) after logging", "Fatal", "Fatalf", "Fatalln")
	}
	for _, pkg := range []string{"k8s.io/klog", "k8s.io/klog/v2", "github.com/golang/glog"} {
		exits(pkg, "", "Fatal logs to the FATAL, ERROR, WARNING, and INFO logs, including a stack trace of all running goroutines, then calls OsExit(255).",
			"Fatal", "Fatalf", "Fatalln", "FatalDepth", "Exit", "Exitf", "Exitln", "ExitDepth")
	}
	exits("go.uber.org/zap", "Logger", "The logger then calls os.Exit(1), even if logging at FatalLevel is disabled.", "Fatal")
	exits("go.uber.org/zap", "SugaredLogger", "Fatal constructs a message with the provided arguments and calls os.Exit.", "Fatal", "Fatalf", "Fatalln", "Fatalw")
	return rows
}
