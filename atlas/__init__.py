"""What the libraries that people use compute under the names that this course teaches, measured."""
