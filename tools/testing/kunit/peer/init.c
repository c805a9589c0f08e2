// SPDX-License-Identifier: GPL-2.0
/*
 * The first and only process of the machine that mdkunit peer boots: runs
 * /hmm-tests with the arguments that /arguments holds, one a line, and passes
 * on what it prints through the kernel's log, so that lines of the test and
 * of the kernel keep their order and never mix.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM		"/hmm-tests"
#define MOST_ARGUMENTS	1024
/* What the kernel takes as one line is a little more. */
#define LONGEST_LINE	900

static int log_fd = -1;

static void say(const char *text)
{
	char line[LONGEST_LINE + 2];
	int length = snprintf(line, LONGEST_LINE, "%s", text);

	if (length >= LONGEST_LINE)
		length = LONGEST_LINE - 1;
	if (!length || line[length - 1] != '\n')
		line[length++] = '\n';
	while (write(log_fd, line, length) < 0 && errno == EINTR)
		;
}

static void mount_one(const char *type, const char *where)
{
	char text[128];

	mkdir(where, 0755);
	if (mount(type, where, type, 0, NULL)) {
		snprintf(text, sizeof(text), "mdkunit peer: no %s: %s", type,
			 strerror(errno));
		say(text);
	}
}

static char **read_arguments(void)
{
	static char *list[MOST_ARGUMENTS + 2] = { PROGRAM };
	FILE *in = fopen("/arguments", "r");
	char *line = NULL;
	size_t room = 0;
	int nr = 1;

	while (in && nr <= MOST_ARGUMENTS && getline(&line, &room, in) > 0) {
		line[strcspn(line, "\n")] = '\0';
		list[nr++] = strdup(line);
	}
	return list;
}

static int run(void)
{
	int status = -1, ends[2];
	char *line = NULL;
	size_t room = 0;
	pid_t child;
	FILE *in;

	if (pipe2(ends, O_CLOEXEC))
		return -1;
	child = fork();
	if (!child) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		execv(PROGRAM, read_arguments());
		perror(PROGRAM);
		_exit(127);
	}
	close(ends[1]);
	in = fdopen(ends[0], "r");
	while (in && getline(&line, &room, in) > 0)
		say(line);
	if (child > 0)
		waitpid(child, &status, 0);
	return status;
}

int main(void)
{
	char text[64];

	mkdir("/dev", 0755);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	log_fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	mount_one("proc", "/proc");
	mount_one("sysfs", "/sys");
	mount_one("debugfs", "/sys/kernel/debug");
	mount_one("tmpfs", "/tmp");
	/* A wait status: what tells an exit from a signal. */
	snprintf(text, sizeof(text), "mdkunit peer: ended with status %d", run());
	say(text);
	reboot(RB_AUTOBOOT);
	return 1;
}
