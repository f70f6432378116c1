/* SPDX-License-Identifier: MIT */
/*
 * diag_calls.ko: /dev/diag, there while a program has /dev/diag_calls open,
 * which gets every call as a message and answers it, see calls.h.
 *
 * It has what CUSE and FUSE cannot have of the DIAG driver: no poll, so that
 * epoll refuses the device and poll(2) always says "ready"; reads of any size;
 * and it waits as that driver does, in wait_event_interruptible.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "calls.h"

#define WRITE_MAX  65536
#define ANSWER_MAX (16 << 20)

/* On its caller's stack while it lasts. */
struct pending {
	struct list_head list; /* of asked, then of told, till it is answered */
	wait_queue_head_t caller;
	struct call call;
	const void *data; /* of a write */
	bool answered;
	s64 result;
	void *given; /* of a read: its bytes */
	size_t given_size;
};

/* An open /dev/diag: of one life of the program, unknown to the next. */
struct handle {
	u32 number;
	u32 life;
};

static DEFINE_MUTEX(lock); /* for all that follows */
static LIST_HEAD(asked);   /* the program has not read them */
static LIST_HEAD(told);    /* it has */
static DECLARE_WAIT_QUEUE_HEAD(program);
static u64 last_number;
static u32 life;
static bool served;

static struct class calls_class = {.name = "diag_calls"};
static struct cdev device, pcap_port;
static dev_t first; /* diag_calls; diag is the next */

static void
answer(struct pending *pending, s64 result)
{
	list_del(&pending->list);
	pending->result = result;
	pending->answered = true;
	wake_up(&pending->caller);
}

/* A signal: the program is told, and says what the read returns. */
static void
interrupt(struct pending *pending)
{
	mutex_lock(&lock);
	if (!pending->answered) {
		pending->call.kind = CALL_INTERRUPT;
		list_move_tail(&pending->list, &asked);
	}
	mutex_unlock(&lock);
	wake_up(&program);
}

static s64
ask(struct pending *pending, u32 of_life)
{
	mutex_lock(&lock);
	if (!served || of_life != life) {
		mutex_unlock(&lock);
		return -ENODEV;
	}
	pending->call.number = ++last_number;
	pending->call.thread = task_pid_nr(current);
	init_waitqueue_head(&pending->caller);
	list_add_tail(&pending->list, &asked);
	mutex_unlock(&lock);
	wake_up(&program);

	if (pending->call.kind == CALL_READ &&
	    wait_event_interruptible(pending->caller,
				     READ_ONCE(pending->answered)) != 0)
		interrupt(pending);
	wait_event(pending->caller, READ_ONCE(pending->answered));
	/* Whoever answers still holds it. */
	mutex_lock(&lock);
	mutex_unlock(&lock);
	return pending->result;
}

static int
diag_open(struct inode *inode, struct file *file)
{
	struct pending pending = {.call = {.kind = CALL_OPEN}};
	struct handle *handle = kmalloc(sizeof *handle, GFP_KERNEL);
	s64 result;

	if (handle == NULL)
		return -ENOMEM;
	handle->life = READ_ONCE(life);
	result = ask(&pending, handle->life);
	if (result < 0) {
		kfree(handle);
		return result;
	}
	handle->number = result;
	file->private_data = handle;
	return nonseekable_open(inode, file);
}

static int
diag_release(struct inode *inode, struct file *file)
{
	struct handle *handle = file->private_data;
	struct pending pending = {
		.call = {.kind = CALL_RELEASE, .handle = handle->number}};

	ask(&pending, handle->life);
	kfree(handle);
	return 0;
}

static ssize_t
diag_read(struct file *file, char __user *out, size_t room, loff_t *at)
{
	struct handle *handle = file->private_data;
	struct pending pending = {.call = {.kind = CALL_READ,
					   .handle = handle->number,
					   .argument = room}};
	s64 result = ask(&pending, handle->life);

	if (result > (s64)room || result > (s64)pending.given_size ||
	    (result > 0 && copy_to_user(out, pending.given, result) != 0))
		result = -EFAULT;
	kvfree(pending.given);
	return result;
}

static ssize_t
diag_write(struct file *file, const char __user *in, size_t size, loff_t *at)
{
	struct handle *handle = file->private_data;
	struct pending pending = {.call = {.kind = CALL_WRITE,
					   .handle = handle->number,
					   .size = size}};
	void *data;
	s64 result;

	if (size > WRITE_MAX)
		return -EBADMSG;
	data = memdup_user(in, size);
	if (IS_ERR(data))
		return PTR_ERR(data);
	pending.data = data;
	result = ask(&pending, handle->life);
	kfree(data);
	return result;
}

static long
diag_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct handle *handle = file->private_data;
	struct pending pending = {.call = {.kind = CALL_IOCTL,
					   .handle = handle->number,
					   .command = command,
					   .argument = argument}};

	return ask(&pending, handle->life);
}

static const struct file_operations diag_operations = {
	.owner = THIS_MODULE,
	.open = diag_open,
	.release = diag_release,
	.read = diag_read,
	.write = diag_write,
	.unlocked_ioctl = diag_ioctl,
};

static int
calls_open(struct inode *inode, struct file *file)
{
	struct device *made;
	int error = 0;

	mutex_lock(&lock);
	if (served)
		error = -EBUSY;
	else {
		life++;
		served = true;
	}
	mutex_unlock(&lock);
	if (error != 0)
		return error;
	made = device_create(&calls_class, NULL, first + 1, NULL, "diag");
	if (IS_ERR(made))
		WRITE_ONCE(served, false);
	return PTR_ERR_OR_ZERO(made);
}

/* The device vanishes: what waits fails. */
static int
calls_release(struct inode *inode, struct file *file)
{
	struct pending *pending, *next;

	device_destroy(&calls_class, first + 1);
	mutex_lock(&lock);
	served = false;
	list_splice_tail_init(&told, &asked);
	list_for_each_entry_safe(pending, next, &asked, list)
		answer(pending, -ENODEV);
	mutex_unlock(&lock);
	return 0;
}

static ssize_t
calls_read(struct file *file, char __user *out, size_t room, loff_t *at)
{
	struct pending *pending;
	ssize_t size = -EAGAIN;

	mutex_lock(&lock);
	pending = list_first_entry_or_null(&asked, struct pending, list);
	if (pending != NULL) {
		size = sizeof pending->call + pending->call.size;
		if (room < size ||
		    copy_to_user(out, &pending->call, sizeof pending->call) ||
		    copy_to_user(out + sizeof pending->call, pending->data,
				 pending->call.size))
			size = -EFAULT;
		else
			list_move_tail(&pending->list, &told);
	}
	mutex_unlock(&lock);
	return size;
}

static struct pending *
find(u64 number)
{
	struct list_head *const lists[] = {&told, &asked};
	struct pending *pending;
	int i;

	for (i = 0; i < 2; i++)
		list_for_each_entry(pending, lists[i],
				    list) if (pending->call.number ==
					      number) return pending;
	return NULL;
}

static ssize_t
calls_write(struct file *file, const char __user *in, size_t size, loff_t *at)
{
	struct call_answer head;
	struct pending *pending;
	void *given = NULL;

	if (size < sizeof head || size > ANSWER_MAX ||
	    copy_from_user(&head, in, sizeof head) != 0)
		return -EINVAL;
	if (size > sizeof head) {
		given = vmemdup_user(in + sizeof head, size - sizeof head);
		if (IS_ERR(given))
			return PTR_ERR(given);
	}
	mutex_lock(&lock);
	pending = find(head.number);
	if (pending != NULL) {
		pending->given = given;
		pending->given_size = size - sizeof head;
		answer(pending, head.result);
	}
	mutex_unlock(&lock);
	if (pending == NULL)
		kvfree(given);
	return pending != NULL ? size : -ENOENT;
}

static __poll_t
calls_poll(struct file *file, poll_table *table)
{
	__poll_t ready;

	poll_wait(file, &program, table);
	mutex_lock(&lock);
	ready = list_empty(&asked) ? 0 : EPOLLIN;
	mutex_unlock(&lock);
	return ready;
}

static const struct file_operations calls_operations = {
	.owner = THIS_MODULE,
	.open = calls_open,
	.release = calls_release,
	.read = calls_read,
	.write = calls_write,
	.poll = calls_poll,
};

/* For a guest that ends: nothing is undone. */
static int __init
calls_begin(void)
{
	int error = alloc_chrdev_region(&first, 0, 2, "diag_calls");

	cdev_init(&pcap_port, &calls_operations);
	cdev_init(&device, &diag_operations);
	if (error == 0)
		error = class_register(&calls_class);
	if (error == 0)
		error = cdev_add(&pcap_port, first, 1);
	if (error == 0)
		error = cdev_add(&device, first + 1, 1);
	if (error == 0)
		error = PTR_ERR_OR_ZERO(device_create(&calls_class, NULL, first,
						      NULL, "diag_calls"));
	return error;
}

module_init(calls_begin);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("/dev/diag for tests, answered by a program");
